package io.cohortsync.crash;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isPrivate;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Puts a {@link KillSwitch#point} behind every state write and every HTTP call of a run. */
public final class KillAgent {

    private static final String[] STORES = {
        "io.cohortsync.run.RunStore",
        "io.cohortsync.run.SyncStore",
        "io.cohortsync.ledger.JdbcLedgerStore",
        "io.cohortsync.ledger.JoinWriter",
        "io.cohortsync.ledger.JoinRanges",
        "io.cohortsync.amplitude.ExportQuota",
        "io.cohortsync.amplitude.Spool",
        "io.cohortsync.ledger.PlanFile"
    };

    /** The methods that write; those that only read change nothing that a crash could tear. */
    private static final String[] WRITES = {
        "insert",
        "taken",
        "stage",
        "looked",
        "requesting",
        "unrequested",
        "requested",
        "downloaded",
        "read",
        "planned",
        "delivering",
        "settled",
        "finish",
        "left",
        "reject",
        "forgetRejections",
        "supersede",
        "claim",
        "release",
        "target",
        "compared",
        "completed",
        "carryOut",
        "spellOut",
        "settle",
        "requeue",
        "reserve",
        "accepted",
        "refused",
        "reported",
        "save",
        "write",
        "delete"
    };

    private KillAgent() {}

    /** @param jar of the switch, which every class loader must see */
    public static void premain(String jar, Instrumentation instrumentation) throws IOException {
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
        ElementMatcher.Junction<MethodDescription> own =
                not(isPrivate()).and(not(isStatic())).and(not(isConstructor()));
        new AgentBuilder.Default()
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(namedOneOf(STORES))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Point.class).on(own.and(namedOneOf(WRITES)))))
                .type(named("org.apache.camel.component.http.HttpProducer"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Point.class).on(named("process"))))
                .installOn(instrumentation);
    }

    /** Is copied behind the methods. */
    static final class Point {
        private Point() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Origin("#t.#m") String method) {
            KillSwitch.point(method);
        }
    }
}
