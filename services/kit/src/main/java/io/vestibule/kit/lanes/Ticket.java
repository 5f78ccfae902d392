package io.vestibule.kit.lanes;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A running order's hold on its partition.
 *
 * <p>When the partition is taken away the order is cancelled: its thread is interrupted. Past the point of no return it is
 * left to end in peace, because something irrevocable is under way and its result is worth having; its offset still does
 * not count as finished here. Thread-safe.
 */
public final class Ticket {
    private enum State {
        WAITING,
        RUNNING,
        COMMITTED,
        CANCELLED,
        ENDED
    }

    private final boolean mayBeRepeated;
    private final Headers headers;
    private State state = State.WAITING;
    private @Nullable Thread thread;

    /**
     * Made by the lanes.
     *
     * @param mayBeRepeated whether an earlier owner of the partition may have begun the order
     * @param headers the headers of the record that the order was read from
     */
    Ticket(boolean mayBeRepeated, Headers headers) {
        this.mayBeRepeated = mayBeRepeated;
        this.headers = headers;
    }

    /**
     * Made by tests that call a handler directly: the record had no headers.
     *
     * @param mayBeRepeated whether an earlier owner of the partition may have begun the order
     */
    public Ticket(boolean mayBeRepeated) {
        this(mayBeRepeated, new RecordHeaders());
    }

    /** @return the headers of the record that the order was read from; not to be changed */
    public Headers headers() {
        return headers;
    }

    /**
     * @return whether the order stood in the log already when the partition came to us, so that an earlier owner may have
     *     begun it; false if it is certainly begun for the first time
     */
    public boolean mayBeRepeated() {
        return mayBeRepeated;
    }

    /**
     * Called before the first irrevocable act; from then on a lost partition no longer interrupts the order.
     *
     * @throws InterruptedException if the order was cancelled before: the act must not begin
     */
    public synchronized void passPointOfNoReturn() throws InterruptedException {
        if (state == State.CANCELLED) {
            throw new InterruptedException("the order was cancelled");
        }
        if (state == State.RUNNING) {
            state = State.COMMITTED;
        }
    }

    /** @return whether the order was taken away before its point of no return */
    public synchronized boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** @return whether the order may start on the calling thread */
    synchronized boolean start(Thread current) {
        if (state != State.WAITING) {
            return false;
        }
        state = State.RUNNING;
        thread = current;
        return true;
    }

    /** The process stops: even past the point of no return nothing can be reported any more. */
    synchronized void abandon() {
        if (thread != null) {
            state = State.CANCELLED;
            thread.interrupt();
        }
    }

    synchronized void end() {
        if (state != State.CANCELLED) {
            state = State.ENDED;
        }
        thread = null;
    }

    /** @return the cancelled order's thread if it still has to unwind */
    synchronized @Nullable Thread cancel() {
        switch (state) {
            case WAITING -> state = State.CANCELLED;
            case RUNNING -> {
                state = State.CANCELLED;
                if (thread != null) {
                    thread.interrupt();
                }
            }
            case COMMITTED, CANCELLED, ENDED -> {
                // Nothing left to stop.
            }
        }
        return state == State.CANCELLED ? thread : null;
    }
}
