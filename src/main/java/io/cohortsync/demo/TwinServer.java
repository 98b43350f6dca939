package io.cohortsync.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One origin on loopback: turns requests into {@link Call}s and sends {@link Reply}s the way they ask to be sent. */
final class TwinServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TwinServer.class.getName());
    private static final int THREADS = 32;
    private static final int PIECES = 20;
    private static final int PROMISED_TOO_MUCH = 1024;

    static {
        // without it Nagle and delayed acknowledgements cost 40 ms per answer on a kept-alive connection
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final TwinRoutes routes;
    private final Faults faults;
    private final RequestLog log;

    TwinServer(String name, int port, TwinRoutes routes, Faults faults, RequestLog log) {
        this.routes = routes;
        this.faults = faults;
        this.log = log;
        this.threads = daemons(name);
        this.server = listen(port);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        faults.release();
        threads.shutdownNow();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        int inFlight = log.enter();
        try (exchange) {
            send(exchange, answer(Call.of(exchange, inFlight)));
        } finally {
            log.leave();
        }
    }

    private Reply answer(Call call) throws IOException {
        try {
            return routes.answer(call);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A twin broke on " + call.method() + " " + call.path() + ".", e);
            return Reply.text(500, "text/plain", "The twin itself broke, this is not a fault that was asked for: " + e);
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        boolean nothingToHalve = reply.ending() == Reply.Ending.HALF && reply.body().length == 0;
        if (reply.ending() == Reply.Ending.DROPPED || nothingToHalve) {
            return; // closing with the request body unread is what resets the connection
        }
        drain(exchange);
        if (reply.ending() == Reply.Ending.HELD) {
            faults.hold();
            return;
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), length(reply));
        write(exchange.getResponseBody(), reply);
    }

    private void write(OutputStream out, Reply reply) throws IOException {
        byte[] body = reply.body();
        switch (reply.ending()) {
            case HALF -> out.write(body, 0, body.length / 2);
            case SLOWLY -> drip(out, body, Duration.ofMillis(reply.pauseMillis()));
            default -> out.write(body);
        }
        out.flush();
    }

    private void drip(OutputStream out, byte[] body, Duration pause) throws IOException {
        int piece = Math.max(1, body.length / PIECES);
        for (int sent = 0; sent < body.length; sent += piece) {
            out.write(body, sent, Math.min(piece, body.length - sent));
            out.flush();
            faults.pause(pause);
        }
    }

    private static long length(Reply reply) {
        long length = reply.body().length;
        if (reply.ending() == Reply.Ending.PROMISES_MORE) {
            return length + PROMISED_TOO_MUCH;
        }
        return length == 0 ? -1 : length;
    }

    /** An unread request body would make the server close the connection under the answer. */
    private static void drain(HttpExchange exchange) throws IOException {
        try (InputStream rest = exchange.getRequestBody()) {
            rest.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("A twin cannot listen on 127.0.0.1:" + port + ".", e);
        }
    }

    private static ThreadPoolExecutor daemons(String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
