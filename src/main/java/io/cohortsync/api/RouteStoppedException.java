package io.cohortsync.api;

/** Somebody has stopped a route that is needed; the message is for people. */
final class RouteStoppedException extends RuntimeException {
    RouteStoppedException(String route) {
        super("the route " + route + " is stopped: no run begins until it is started again");
    }
}
