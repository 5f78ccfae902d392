package io.vestibule.bench.ingress;

import io.vestibule.bench.WrongResultException;
import io.vestibule.kit.config.HostPort;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends requests over connections that stay open, a virtual thread each. Immutable.
 *
 * @param target where to
 * @param connections how many at once
 * @param perSecond at what rate they begin, whether or not the ones before have been answered; 0 for as fast as they are
 *     answered
 */
record Load(HostPort target, int connections, double perSecond) {

    private static final int CHECK_EVERY = 64;

    /**
     * What came of it.
     *
     * @param seconds from the first request to the last answer
     * @param sortedNanos how long each took, from when it was to begin
     */
    record Result(double seconds, long[] sortedNanos) {
        double perSecond() {
            return sortedNanos.length / seconds;
        }

        double millis(double quantile) {
            int index = (int) Math.min(sortedNanos.length - 1, sortedNanos.length * quantile);
            return sortedNanos[index] / 1e6;
        }
    }

    /** Sends all of them; every answer must be 200, and those looked at must be co-signed by the destination. */
    Result send(List<SignedRequest> requests, AnswerCheck check) throws InterruptedException {
        long[] nanos = new long[requests.size()];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long[] started = new long[1];
            List<Future<?>> senders = IntStream.range(0, connections)
                    .<Future<?>>mapToObj(connection -> threads.submit(() -> {
                        begin.await();
                        sendFrom(requests, next, started[0], nanos, check);
                        return null;
                    }))
                    .toList();
            started[0] = System.nanoTime();
            begin.countDown();
            for (Future<?> sender : senders) {
                await(sender);
            }
            double seconds = (System.nanoTime() - started[0]) / 1e9;
            Arrays.sort(nanos);
            return new Result(seconds, nanos);
        }
    }

    private void sendFrom(
            List<SignedRequest> requests, AtomicInteger next, long started, long[] nanos, AnswerCheck check)
            throws IOException {
        try (KeepAliveConnection connection = new KeepAliveConnection(target)) {
            for (int index = next.getAndIncrement(); index < nanos.length; index = next.getAndIncrement()) {
                SignedRequest request = requests.get(index);
                long begun = begin(started, index);
                KeepAliveConnection.Reply reply = connection.exchange(request.http());
                nanos[index] = System.nanoTime() - begun;
                check.status(request, reply);
                if (index % CHECK_EVERY == 0) {
                    check.coSigned(request, reply);
                }
            }
        }
    }

    private long begin(long started, int index) {
        if (perSecond <= 0) {
            return System.nanoTime();
        }
        long planned = started + (long) (index / perSecond * 1e9);
        for (long wait = planned - System.nanoTime(); wait > 0; wait = planned - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return planned;
    }

    private static void await(Future<?> sender) throws InterruptedException {
        try {
            sender.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WrongResultException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("a sender broke", e.getCause());
        }
    }
}
