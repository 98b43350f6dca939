package io.cohortsync.api;

import io.cohortsync.config.ConfigurationChange;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ops.LaunchMode;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts one MBean per sync on the platform's server while the application is up. */
@Component
class SyncMBeans implements DisposableBean {

    private final LiveConfiguration configuration;
    private final SyncStates states;
    private final RunStarts starts;
    private final CadenceRoutes cadences;
    private final Audit audit;
    private final LaunchMode mode;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> registered = new LinkedHashSet<>();

    SyncMBeans(
            LiveConfiguration configuration,
            SyncStates states,
            RunStarts starts,
            CadenceRoutes cadences,
            Audit audit,
            LaunchMode mode) {
        this.configuration = configuration;
        this.states = states;
        this.starts = starts;
        this.cadences = cadences;
        this.audit = audit;
        this.mode = mode;
    }

    /** Comes after everything that happens when the application is ready. */
    @EventListener
    void ready(AvailabilityChangeEvent<ReadinessState> event) throws JMException {
        if (mode.isServer() && event.getState() == ReadinessState.ACCEPTING_TRAFFIC && registered.isEmpty()) {
            for (Sync sync : configuration.allSyncs()) {
                register(sync);
            }
        }
    }

    @EventListener
    void reloaded(ConfigurationChange change) throws JMException {
        for (String removed : change.removed()) {
            unregister(name(removed));
        }
        for (Sync sync : configuration.allSyncs()) {
            register(sync);
        }
    }

    private void register(Sync sync) throws JMException {
        ObjectName name = name(sync.name());
        unregister(name);
        server.registerMBean(new SyncControl(sync, states, starts, cadences, audit), name);
        registered.add(name);
    }

    private static ObjectName name(String sync) throws JMException {
        return new ObjectName("cohort-sync:type=Sync,name=" + sync);
    }

    private void unregister(ObjectName name) throws JMException {
        if (server.isRegistered(name)) {
            server.unregisterMBean(name);
        }
    }

    @Override
    public void destroy() throws JMException {
        for (ObjectName name : registered) {
            unregister(name);
        }
    }
}
