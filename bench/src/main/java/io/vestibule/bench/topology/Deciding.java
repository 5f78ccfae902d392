package io.vestibule.bench.topology;

import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.topology.InviteFeed.Spread;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/**
 * Has batches of invites decided and says what each cost. Not thread-safe.
 *
 * @param watch the topology's process
 * @param feed sends the invites
 * @param progress sees when they are decided
 */
record Deciding(ProcessWatch watch, InviteFeed feed, Progress progress) {

    private static final String COMPILERS = "CompilerThre";
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * What a batch cost.
     *
     * @param micros processor time for each invite
     * @param perSecond invites in a second
     * @param compiling the part of the processor time that went into compiling
     */
    record Cost(double micros, double perSecond, double compiling) {}

    Cost decide(String tag, int count, Spread spread) throws IOException, InterruptedException, ExecutionException {
        long cpu = watch.cpuMicros();
        long compilers = watch.cpuMicrosOfThreads(COMPILERS);
        long begun = System.nanoTime();
        feed.send(tag, count, spread);
        progress.awaitAllDecided();
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        double spent = watch.cpuMicros() - cpu;
        double compiling = (watch.cpuMicrosOfThreads(COMPILERS) - compilers) / spent;
        return new Cost(spent / count, count / seconds, compiling);
    }
}
