package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's keys as one verified answer of {@code /_matrix/key/v2/server} lists them. Immutable.
 *
 * @param server whose keys
 * @param verifyKeys the keys that it signs with now, by their IDs; never empty
 * @param oldVerifyKeys the keys that it has retired, by their IDs
 * @param validUntilTs when the server wants to be asked again, milliseconds since 1970
 * @param fetchedAtTs when the answer was fetched, milliseconds since 1970
 */
public record ServerKeys(
        ServerName server,
        Map<KeyId, VerifyKey> verifyKeys,
        Map<KeyId, OldKey> oldVerifyKeys,
        long validUntilTs,
        long fetchedAtTs) {

    /** The longest that an answer is believed after it was fetched, whatever it says itself. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(7);

    /** The most keys of one answer, current and old. */
    static final int MOST_KEYS = 200;

    public ServerKeys {
        verifyKeys = Map.copyOf(verifyKeys);
        oldVerifyKeys = Map.copyOf(oldVerifyKeys);
    }

    /**
     * Checks an answer: it is about the server that was asked, every signature by a key that it lists as current is right,
     * and there is at least one. Keys of unknown algorithms, and keys that are none, are left out.
     *
     * <p>This says nothing about where the answer came from, see the package.
     *
     * @param answer the object as received
     * @param asked whose keys were asked for
     * @param fetchedAtTs the time, milliseconds since 1970
     * @return the keys, or why the answer is of no use
     */
    public static KeyAnswer verify(JsonObject answer, ServerName asked, long fetchedAtTs, JsonSignatures signatures) {
        if (answer.string("server_name").filter(asked.value()::equals).isEmpty()) {
            return new KeyAnswer.Refused("server_name is not " + asked);
        }
        OptionalLong validUntilTs = answer.integer("valid_until_ts");
        if (validUntilTs.isEmpty()) {
            return new KeyAnswer.Refused("valid_until_ts is missing or not an integer");
        }
        Optional<JsonObject> current = answer.object("verify_keys");
        if (current.isEmpty()) {
            return new KeyAnswer.Refused("verify_keys is missing or not an object");
        }
        JsonObject old = answer.object("old_verify_keys").orElseGet(() -> JsonObject.of("{}"));
        if (current.get().size() + old.size() > MOST_KEYS) {
            return new KeyAnswer.Refused("there are more than " + MOST_KEYS + " keys");
        }
        ServerKeys keys =
                new ServerKeys(asked, current(current.get()), retired(old), validUntilTs.getAsLong(), fetchedAtTs);
        return keys.selfSigned(answer, signatures);
    }

    /** @return until when the current keys may be used: {@code valid_until_ts}, but at most seven days after the fetch */
    public long usableUntilTs() {
        return Math.min(validUntilTs, fetchedAtTs + MAX_VALIDITY.toMillis());
    }

    int size() {
        return verifyKeys.size() + oldVerifyKeys.size();
    }

    Map<KeyId, KnownKey> knownKeys() {
        Map<KeyId, KnownKey> known = new HashMap<>();
        oldVerifyKeys.forEach((id, old) -> known.put(id, new KnownKey(old.key(), old.expiredTs(), false)));
        verifyKeys.forEach((id, key) -> known.put(id, new KnownKey(key, usableUntilTs(), true)));
        return known;
    }

    private KeyAnswer selfSigned(JsonObject answer, JsonSignatures signatures) {
        SignatureVerdict verdict = signatures.verify(answer, server, id -> Optional.ofNullable(verifyKeys.get(id)));
        return switch (verdict) {
            case SignatureVerdict.Valid valid -> new KeyAnswer.Verified(this);
            case SignatureVerdict.Unsigned unsigned -> new KeyAnswer.Refused("it is not signed by " + server);
            case SignatureVerdict.UnknownKeys unknown ->
                new KeyAnswer.Refused("it is signed by none of the keys that it lists");
            case SignatureVerdict.Wrong wrong -> new KeyAnswer.Refused("its signature by " + wrong.key() + " is wrong");
        };
    }

    private static Map<KeyId, VerifyKey> current(JsonObject listed) {
        Map<KeyId, VerifyKey> keys = new HashMap<>();
        for (JsonObject.Member member : listed) {
            if (member.value() instanceof JsonObject entry) {
                key(member.name(), entry).ifPresent(key -> keys.put(key.id(), key));
            }
        }
        return keys;
    }

    private static Map<KeyId, OldKey> retired(JsonObject listed) {
        Map<KeyId, OldKey> keys = new HashMap<>();
        for (JsonObject.Member member : listed) {
            if (member.value() instanceof JsonObject entry
                    && entry.integer("expired_ts").isPresent()) {
                long expiredTs = entry.integer("expired_ts").getAsLong();
                key(member.name(), entry).ifPresent(key -> keys.put(key.id(), new OldKey(key, expiredTs)));
            }
        }
        return keys;
    }

    private static Optional<VerifyKey> key(String id, JsonObject entry) {
        return KeyId.parse(id).flatMap(known -> entry.string("key").flatMap(text -> VerifyKey.parse(known, text)));
    }
}
