package io.vestibule.worker.walk;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Walk} out: makes the calls, each on a virtual thread of its own, and waits the waits. Thread-safe.
 *
 * @param clock what time it is
 */
public record WalkRunner(InstantSource clock) {

    /**
     * What a call brought.
     *
     * @param outcome what it came to
     * @param value what a success brought; null otherwise
     */
    public record Reply<T>(ServerOutcome outcome, @Nullable T value) {}

    /**
     * How to ask a server. Expected failures are outcomes, never exceptions. Called from several threads at once.
     *
     * @param <T> what a success brings
     */
    @FunctionalInterface
    public interface Asker<T> {
        /**
         * @return what it came to, within the step's timeout
         * @throws InterruptedException if nobody waits for it any longer
         */
        Reply<T> ask(Step.Ask step) throws InterruptedException;
    }

    /**
     * A walk that is over.
     *
     * @param ending how it ended
     * @param attempts every call, in order
     * @param value what the success brought; null if there was none
     */
    public record Walked<T>(
            Ending ending, List<Attempt> attempts, @Nullable T value) {}

    /**
     * @param walk a walk that has not begun
     * @param asker makes the calls
     * @param <T> what a success brings
     * @return how it ended; calls that are still under way then are given up
     * @throws InterruptedException if the thread was interrupted; the calls under way are given up
     */
    public <T> Walked<T> run(Walk walk, Asker<T> asker) throws InterruptedException {
        try (Calls<T> calls = new Calls<>(asker)) {
            Reply<T> last = null;
            while (true) {
                switch (walk.next(clock.millis())) {
                    case Step.Ask ask -> calls.begin(ask);
                    case Step.Wait wait -> {
                        for (Calls.Brought<T> brought : calls.await(wait.untilMs() - clock.millis())) {
                            if (!walk.isOver()) {
                                last = brought.reply();
                                walk.replied(brought.call(), last.outcome(), clock.millis());
                            }
                        }
                    }
                    case Step.Ended ended -> {
                        return new Walked<>(ended.ending(), walk.attempts(), last == null ? null : last.value());
                    }
                }
            }
        }
    }
}
