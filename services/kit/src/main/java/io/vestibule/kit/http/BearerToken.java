package io.vestibule.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.Secret;
import java.security.MessageDigest;
import java.util.Optional;

/** What a request shows in {@code Authorization: Bearer …} (RFC 6750). Prints nothing of it. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final byte[] sent;

    private BearerToken(byte[] sent) {
        this.sent = sent;
    }

    /** @return what the request shows, or empty if it shows none */
    public static Optional<BearerToken> of(HttpRequest request) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value ->
                        new BearerToken(value.substring(SCHEME.length()).trim().getBytes(UTF_8)));
    }

    /** @return whether it is that one; takes as long whatever the difference is */
    public boolean is(Secret expected) {
        return MessageDigest.isEqual(sent, expected.value().getBytes(UTF_8));
    }
}
