package io.vestibule.matrix.api;

import org.jspecify.annotations.Nullable;

/** A request ready to be signed and sent. Immutable, as long as nobody writes to the body. */
public final class ApiRequest {

    private final String method;
    private final RequestTarget target;
    private final byte @Nullable [] body;

    private ApiRequest(String method, String target, byte @Nullable [] body) {
        this.method = method;
        this.target = new RequestTarget(target);
        this.body = body;
    }

    static ApiRequest of(Endpoint endpoint, String target) {
        return new ApiRequest(endpoint.method(), target, null);
    }

    static ApiRequest of(Endpoint endpoint, String target, byte[] body) {
        return new ApiRequest(endpoint.method(), target, body);
    }

    /** @return the HTTP method, upper case */
    public String method() {
        return method;
    }

    /** @return the target, percent-encoded, exactly as it must go out */
    public RequestTarget target() {
        return target;
    }

    /** @return the JSON body, not a copy; null if there is none */
    public byte @Nullable [] body() {
        return body;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
