package io.vestibule.worker.walk;

import io.vestibule.kit.trace.CurrentSpan;
import io.vestibule.kit.trace.OpenSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one walk that are under way. For one thread, which begins them and takes what they bring.
 *
 * @param <T> what a success brings
 */
final class Calls<T> implements AutoCloseable {

    /** What a call brought. */
    record Brought<T>(int call, WalkRunner.Reply<T> reply) {}

    /** A reply, or the bug that came in its place. */
    private record End<T>(
            int call,
            WalkRunner.@Nullable Reply<T> reply,
            @Nullable Throwable bug) {}

    private static final Comparator<Brought<?>> FORBIDDEN_FIRST =
            Comparator.comparing(brought -> !(brought.reply().outcome() instanceof ServerOutcome.Forbidden));

    private final WalkRunner.Asker<T> asker;
    private final BlockingQueue<End<T>> ends = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Calls(WalkRunner.Asker<T> asker) {
        this.asker = asker;
    }

    void begin(Step.Ask ask) {
        OpenSpan span = CurrentSpan.get();
        threads.add(Thread.startVirtualThread(() -> ends.add(make(ask, span))));
    }

    // Whatever goes wrong in the thread of a call belongs to the thread that waits for it.
    private End<T> make(Step.Ask ask, OpenSpan span) {
        try {
            WalkRunner.Reply<T> reply =
                    span == OpenSpan.NONE ? asker.ask(ask) : CurrentSpan.within(span, () -> asker.ask(ask));
            return new End<>(ask.call(), reply, null);
        } catch (InterruptedException | RuntimeException | Error e) {
            return new End<>(ask.call(), null, e);
        }
    }

    /**
     * @param ms how long to wait
     * @return what calls brought, those that were forbidden before all others: a 403 that has arrived is not passed over for
     *     a success that arrived with it; empty if none brought anything in time
     * @throws IllegalStateException if a call ended with an exception, which is the cause
     */
    List<Brought<T>> await(long ms) throws InterruptedException {
        End<T> first = ends.poll(Math.max(1, ms), TimeUnit.MILLISECONDS);
        List<End<T>> arrived = new ArrayList<>();
        if (first != null) {
            arrived.add(first);
            ends.drainTo(arrived);
        }
        return arrived.stream().map(Calls::brought).sorted(FORBIDDEN_FIRST).toList();
    }

    private static <T> Brought<T> brought(End<T> end) {
        if (end.bug() != null) {
            throw new IllegalStateException("a call of a walk ended with an exception", end.bug());
        }
        return new Brought<>(end.call(), Objects.requireNonNull(end.reply()));
    }

    /** @return how many calls have come to something that was not taken yet */
    int waiting() {
        return ends.size();
    }

    /** Gives up what is still under way. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
