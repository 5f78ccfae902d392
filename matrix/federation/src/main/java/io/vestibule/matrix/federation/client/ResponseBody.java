package io.vestibule.matrix.federation.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream. The event loop puts at most a few pieces into a queue; each piece that the reader takes lets the
 * next one come, so that a slow reader slows the server down instead of filling our memory.
 */
final class ResponseBody extends InputStream {

    private static final int PIECES_AHEAD = 8;

    private sealed interface Piece {
        record Data(byte[] bytes) implements Piece {}

        record End() implements Piece {}

        record Fault(FederationFailure failure) implements Piece {}
    }

    private final HttpClientResponse response;
    private final CallLimits limits;
    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private byte[] current = new byte[0];
    private int position;
    private long taken;
    private boolean ended;
    private @Nullable FederationFailure failure;
    private Consumer<FederationFailure> failures = broken -> {};

    /** To be made on the event loop, before the first piece can arrive. */
    ResponseBody(HttpClientResponse response, CallLimits limits) {
        this.response = response;
        this.limits = limits;
        response.pause();
        response.exceptionHandler(fault -> arrived.add(new Piece.Fault(Faults.afterSending(fault))));
        response.endHandler(end -> arrived.add(new Piece.End()));
        response.handler((Buffer piece) -> arrived.add(new Piece.Data(piece.getBytes())));
        response.fetch(PIECES_AHEAD);
    }

    /** To be called before the first reading. */
    void tellOfFailure(Consumer<FederationFailure> listener) {
        failures = listener;
    }

    @Override
    public int read() throws IOException {
        return hasBytes() ? current[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return current.length - position;
    }

    private boolean hasBytes() throws IOException {
        while (position >= current.length) {
            if (failure != null) {
                throw new BodyFailedException(failure);
            }
            if (ended) {
                return false;
            }
            accept(next());
        }
        return true;
    }

    private void accept(Piece piece) throws IOException {
        switch (piece) {
            case Piece.End end -> ended = true;
            case Piece.Fault fault -> fail(fault.failure());
            case Piece.Data data -> {
                taken += data.bytes().length;
                if (taken > limits.mostBytes()) {
                    fail(new FederationFailure.TooLarge(limits.mostBytes()));
                }
                current = data.bytes();
                position = 0;
                response.fetch(1);
            }
        }
    }

    private Piece next() throws IOException {
        Duration left = limits.deadline().remaining();
        boolean silent = limits.silence().compareTo(left) < 0;
        Duration patience = silent ? limits.silence() : left;
        try {
            @Nullable Piece piece = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            boolean late = piece instanceof Piece.Data && limits.deadline().hasPassed();
            return piece == null || late
                    ? new Piece.Fault(new FederationFailure.TimedOut("receiving the answer's body", true))
                    : piece;
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException("interrupted while reading an answer");
            wrapped.initCause(interrupted);
            throw wrapped;
        }
    }

    private void fail(FederationFailure why) throws BodyFailedException {
        failure = why;
        cancel();
        failures.accept(why);
        throw new BodyFailedException(why);
    }

    @Override
    public void close() {
        if (!ended && failure == null) {
            failure = new FederationFailure.ConnectionLost("the body was closed before its end");
            cancel();
        }
    }

    private void cancel() {
        response.request().cancel();
    }
}
