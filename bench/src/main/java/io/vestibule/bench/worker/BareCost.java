package io.vestibule.bench.worker;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.event.Pdu;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the arithmetic of one join alone costs: its own signatures, and those of the state that it is answered with. */
final class BareCost {

    /** What is measured, in words. */
    static final String WHAT = "its 3 signatures and 4 verifications";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MICRO = 1000;
    private static final int SIGNATURES = 3;
    private static final int VERIFICATIONS = 4;
    private static final int SAMPLE = 2000;

    private final Ed25519 ed25519 = Ed25519.fastest();
    private final SigningKey key;
    private final byte[] message;
    private final byte[] signature;

    BareCost(WorkerScene scene) {
        Pdu event = scene.peers().rooms().getFirst().state().getFirst();
        key = scene.keys().signingKey();
        message = event.signedBytes();
        signature = ed25519.sign(key, message);
    }

    /** Processor time on this thread, in microseconds, the best of a few rounds. */
    double micros() {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = THREADS.getCurrentThreadCpuTime();
            for (int number = 0; number < SAMPLE; number++) {
                work();
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - before) / NANOS_PER_MICRO / SAMPLE);
        }
        return best;
    }

    private void work() {
        for (int number = 0; number < SIGNATURES; number++) {
            WrongResultException.unless(
                    ed25519.sign(key, message).length == Ed25519.SIGNATURE_BYTES, "no signature came");
        }
        for (int number = 0; number < VERIFICATIONS; number++) {
            WrongResultException.unless(
                    ed25519.verify(key.verifyKey(), message, signature), "a good signature is said to be wrong");
        }
    }
}
