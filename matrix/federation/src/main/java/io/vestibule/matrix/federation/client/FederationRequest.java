package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.api.ApiRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to another homeserver.
 *
 * <p>The target goes onto the wire, and into the signature, exactly as it stands here. Immutable, as long as nobody writes
 * into the body.
 */
public final class FederationRequest {

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST");

    private final String method;
    private final String target;
    private final byte @Nullable [] body;
    private final boolean signed;

    private FederationRequest(String method, String target, byte @Nullable [] body, boolean signed) {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("no method of the federation API: " + method);
        }
        boolean plain = target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#');
        if (!plain) {
            throw new IllegalArgumentException("not a request target in origin form: \"" + target + "\"");
        }
        this.method = method;
        this.target = target;
        this.body = body;
        this.signed = signed;
    }

    /**
     * @param method GET, PUT or POST
     * @param target path and query, percent-encoded
     * @param body a JSON object, or null for none
     * @return the request, to be signed
     * @throws IllegalArgumentException if the method or the target is none
     */
    public static FederationRequest of(String method, String target, byte @Nullable [] body) {
        return new FederationRequest(method, target, body, true);
    }

    /** @return a request of the federation API as a signed request */
    public static FederationRequest of(ApiRequest request) {
        return of(request.method(), request.target().raw(), request.body());
    }

    /** @return a signed GET */
    public static FederationRequest get(String target) {
        return of("GET", target, null);
    }

    /** @return a signed PUT of a JSON object */
    public static FederationRequest put(String target, byte[] body) {
        return of("PUT", target, body);
    }

    /** @return a signed POST of a JSON object */
    public static FederationRequest post(String target, byte[] body) {
        return of("POST", target, body);
    }

    /** @return the same request without an {@code Authorization} header, as the key API wants it */
    public FederationRequest unsigned() {
        return new FederationRequest(method, target, body, false);
    }

    /** @return GET, PUT or POST */
    public String method() {
        return method;
    }

    /** @return path and query, percent-encoded, as they go onto the wire */
    public String target() {
        return target;
    }

    /** @return the body, if there is one; not to be written to */
    public Optional<byte[]> body() {
        return Optional.ofNullable(body);
    }

    /** @return whether the request carries our signature */
    public boolean isSigned() {
        return signed;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
