package io.cohortsync.bench;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;

/**
 * One pass over an export.
 *
 * @param allocated octets that all threads allocated meanwhile
 * @param cpuSeconds processor time of the whole process meanwhile
 */
record Pass(int rows, double seconds, long allocated, double cpuSeconds) {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Something to measure. */
    interface Work {
        void run() throws Exception;
    }

    static Pass of(int rows, Work work) throws Exception {
        System.gc();
        long allocatedBefore = allocatedByAll();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - began;
        long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
        return new Pass(rows, nanos / 1e9, allocatedByAll() - allocatedBefore, cpu / 1e9);
    }

    /** The pass in the middle by time: neither the luckiest nor the one that a neighbour disturbed. */
    static Pass median(List<Pass> passes) {
        return passes.stream()
                .sorted(Comparator.comparingDouble(Pass::seconds))
                .toList()
                .get((passes.size() - 1) / 2);
    }

    /** The same pass when only some of its time counts. */
    Pass taking(double otherSeconds) {
        return new Pass(rows, otherSeconds, allocated, Double.NaN);
    }

    double rowsPerSecond() {
        return rows / seconds;
    }

    /** Processors that were busy, on average. */
    double coresBusy() {
        return cpuSeconds / seconds;
    }

    double allocatedPerRow() {
        return (double) allocated / rows;
    }

    private static long allocatedByAll() {
        long sum = 0;
        for (long octets : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, octets);
        }
        return sum;
    }
}
