package io.vestibule.matrix.federation.client;

import java.io.InputStream;
import java.util.Optional;

/**
 * An answer whose body is still on its way. Not thread-safe; to be closed by the one who reads it.
 *
 * <p>The body is taken from the network only as fast as it is read. Reading throws {@link BodyFailedException} when the
 * deadline passes, the server falls silent, the connection breaks or the body grows too large, and
 * {@link java.io.InterruptedIOException} when the reading thread is interrupted.
 */
public final class StreamedResponse implements AutoCloseable {

    private final ResponseHead head;
    private final ResponseBody body;

    StreamedResponse(ResponseHead head, ResponseBody body) {
        this.head = head;
        this.body = body;
    }

    /** @return status and headers */
    public ResponseHead head() {
        return head;
    }

    /** @return the HTTP status */
    public int status() {
        return head.status();
    }

    /** @return a header's first value, if it is there */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** @return the body, always the same stream */
    public InputStream body() {
        return body;
    }

    /** Cancels what has not been read; after the end of the body the connection stays for further calls. */
    @Override
    public void close() {
        body.close();
    }

    ResponseBody responseBody() {
        return body;
    }
}
