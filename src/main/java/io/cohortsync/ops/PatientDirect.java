package io.cohortsync.ops;

import java.util.Map;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The component direct: who calls a route that is being replaced waits for the new one. A stopped route is noticed at once, and
 * one that is being stopped finishes what it has and takes nothing more.
 */
class PatientDirect extends DirectComponent {

    private static final long LONGEST_MILLIS = 60_000;

    private volatile Set<String> replaced = Set.of();

    /** @param routes ids of the routes that are about to be replaced; none when it is done */
    void hold(Set<String> routes) {
        replaced = Set.copyOf(routes);
    }

    @Override
    protected @Nullable DirectConsumer getConsumer(String key, boolean block, long timeout)
            throws InterruptedException {
        boolean wait = replaced.contains(key.substring(key.lastIndexOf('/') + 1));
        return wait ? super.getConsumer(key, true, LONGEST_MILLIS) : super.getConsumer(key, block, timeout);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new StoppableEndpoint(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class StoppableEndpoint extends DirectEndpoint {

        private final String key;

        private StoppableEndpoint(String uri, PatientDirect component) {
            super(uri, component);
            key = StringHelper.before(uri, "?", uri);
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Consumer consumer = new StoppableConsumer(this, processor, key);
            configureConsumer(consumer);
            return consumer;
        }
    }

    private static final class StoppableConsumer extends DirectConsumer {

        private StoppableConsumer(DirectEndpoint endpoint, Processor processor, String key) {
            super(endpoint, processor, key);
        }

        /**
         * Camel keeps every consumer of direct open until nothing is under way. That is right when all routes are stopped; a
         * route that is stopped alone, under a run, would never be free.
         */
        @Override
        public boolean deferShutdown(ShutdownRunningTask task) {
            return getEndpoint().getCamelContext().isStopping();
        }
    }
}
