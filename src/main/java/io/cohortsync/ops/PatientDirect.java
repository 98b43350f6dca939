package io.cohortsync.ops;

import java.util.Set;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.jspecify.annotations.Nullable;

/** The component direct: who calls a route that is being replaced waits for the new one. A stopped route is noticed at once. */
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
}
