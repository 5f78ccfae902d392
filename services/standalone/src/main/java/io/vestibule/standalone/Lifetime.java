package io.vestibule.standalone;

import java.util.concurrent.CountDownLatch;

/** Keeping a process until SIGTERM or SIGINT, and closing what it runs before it ends. */
public final class Lifetime {

    private Lifetime() {}

    /**
     * Waits for the signal. The JVM's shutdown closes the service and waits for that; this method does not return then.
     *
     * @throws InterruptedException if the waiting thread is interrupted before
     */
    public static void untilStopped(AutoCloseable service) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service), "stop"));
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception failure) {
            throw new IllegalStateException("did not stop cleanly", failure);
        }
    }
}
