package io.vestibule.worker.walk;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Walk} out on the calling thread: makes the calls, waits the waits. Thread-safe.
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
     * How to ask a server. Expected failures are outcomes, never exceptions.
     *
     * @param <T> what a success brings
     */
    @FunctionalInterface
    public interface Asker<T> {
        /** @return what it came to, within the step's timeout */
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
     * @return how it ended
     * @throws InterruptedException if the thread was interrupted; the call under way is given up
     */
    public <T> Walked<T> run(Walk walk, Asker<T> asker) throws InterruptedException {
        Reply<T> last = null;
        while (true) {
            switch (walk.next(clock.millis())) {
                case Step.Ask ask -> {
                    last = asker.ask(ask);
                    walk.replied(ask.call(), last.outcome(), clock.millis());
                }
                case Step.Wait wait -> Thread.sleep(Math.max(1, wait.untilMs() - clock.millis()));
                case Step.Ended ended -> {
                    return new Walked<>(ended.ending(), walk.attempts(), last == null ? null : last.value());
                }
            }
        }
    }
}
