package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Authenticates the requests that we receive. Thread-safe.
 *
 * <p>A server may send one header for each of its keys. All must name the same origin; signatures by keys that are not
 * known, or of unknown algorithms, are skipped; every other one must be right, and there must be at least one.
 */
public final class XMatrixVerifier {

    private final List<ServerName> ourNames;
    private final KeyRing keys;
    private final Ed25519 ed25519;

    /**
     * @param ourNames the names that we answer to, never empty; the first one is assumed where a header names no destination
     * @param keys where the origins' keys come from
     */
    public XMatrixVerifier(List<ServerName> ourNames, KeyRing keys, Ed25519 ed25519) {
        if (ourNames.isEmpty()) {
            throw new IllegalArgumentException("a server has a name");
        }
        this.ourNames = List.copyOf(ourNames);
        this.keys = keys;
        this.ed25519 = ed25519;
    }

    /**
     * Judges a request. Blocks if the origin's keys have to be fetched, so it belongs on a virtual thread.
     *
     * @param authorization the values of all {@code Authorization} headers, of whatever scheme
     * @param nowTs when the request arrived, milliseconds since 1970
     * @return who sent it, or why that is not known
     */
    public XMatrixVerdict verify(XMatrixMessage message, List<String> authorization, long nowTs) {
        return switch (XMatrixHeaders.read(authorization)) {
            case XMatrixHeaders.Unreadable unreadable -> new XMatrixVerdict.Refused(unreadable.failure());
            case XMatrixHeaders.Claims claims -> verify(message, claims, nowTs);
        };
    }

    /**
     * The same for headers that have been read. Blocks if the origin's keys have to be fetched.
     *
     * @param claims all headers of the request
     * @param nowTs when the request arrived, milliseconds since 1970
     * @return who sent it, or why that is not known
     */
    public XMatrixVerdict verify(XMatrixMessage message, XMatrixHeaders.Claims claims, long nowTs) {
        return judge(message, claims.credentials(), nowTs);
    }

    private XMatrixVerdict judge(XMatrixMessage message, List<XMatrixCredentials> claims, long nowTs) {
        ServerName origin = claims.getFirst().origin();
        Set<KeyId> keyIds = new HashSet<>();
        for (XMatrixCredentials claim : claims) {
            if (!claim.origin().equals(origin)) {
                return new XMatrixVerdict.Refused(new XMatrixFailure.MixedOrigins());
            }
            ServerName destination = claim.destination();
            if (destination != null && !ourNames.contains(destination)) {
                return new XMatrixVerdict.Refused(new XMatrixFailure.WrongDestination(destination));
            }
            if (claim.key().isEd25519()) {
                keyIds.add(claim.key());
            }
        }
        if (keyIds.isEmpty()) {
            return new XMatrixVerdict.Refused(new XMatrixFailure.KeyNotValid(origin));
        }
        return switch (keys.lookup(KeyRequest.forRequest(origin, keyIds, nowTs))) {
            case KeyLookup.Found found -> check(message, claims, found.keys());
            case KeyLookup.NotValid notValid -> new XMatrixVerdict.Refused(new XMatrixFailure.KeyNotValid(origin));
            case KeyLookup.Unavailable unavailable ->
                new XMatrixVerdict.Refused(new XMatrixFailure.KeysUnavailable(origin, unavailable.reason()));
        };
    }

    private XMatrixVerdict check(XMatrixMessage message, List<XMatrixCredentials> claims, Map<KeyId, VerifyKey> known) {
        ServerName origin = claims.getFirst().origin();
        boolean verified = false;
        for (XMatrixCredentials claim : claims) {
            VerifyKey key = known.get(claim.key());
            if (key == null) {
                continue;
            }
            if (!verifies(message, claim, key)) {
                return new XMatrixVerdict.Refused(new XMatrixFailure.WrongSignature(origin, claim.key()));
            }
            verified = true;
        }
        return verified
                ? new XMatrixVerdict.Authenticated(origin)
                : new XMatrixVerdict.Refused(new XMatrixFailure.KeyNotValid(origin));
    }

    private boolean verifies(XMatrixMessage message, XMatrixCredentials claim, VerifyKey key) {
        ServerName destination = Objects.requireNonNullElse(claim.destination(), ourNames.getFirst());
        return UnpaddedBase64.decode(claim.signature())
                .filter(signature -> ed25519.verify(key, message.bytes(claim.origin(), destination), signature))
                .isPresent();
    }
}
