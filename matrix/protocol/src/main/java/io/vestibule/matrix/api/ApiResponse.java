package io.vestibule.matrix.api;

import java.nio.charset.StandardCharsets;

/** An answer: a status and a whole JSON body. Immutable, as long as nobody writes to the body. */
public final class ApiResponse {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final int status;
    private final byte[] body;

    /** @param body the body, not copied */
    public ApiResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    static ApiResponse ok(byte[] body) {
        return new ApiResponse(200, body);
    }

    static ApiResponse ok() {
        return ok(EMPTY_OBJECT.clone());
    }

    /** @return the HTTP status */
    public int status() {
        return status;
    }

    /** @return the body, not a copy */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }
}
