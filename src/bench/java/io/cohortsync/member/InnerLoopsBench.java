package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link InnerLoops} in a process of its own and prints nanoseconds and octets per row. */
class InnerLoopsBench {

    @Test
    void measure() throws Exception {
        var results = new Runner(new OptionsBuilder()
                        .include(InnerLoops.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(1)
                        .jvmArgs("-Xmx1g")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
        assertThat(results).hasSize(4);
    }
}
