package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.time.Duration;

/**
 * Our own answer to {@code GET /_matrix/key/v2/server}, signed by every key that is valid.
 *
 * <p>An answer is valid for a day and used for half of it, so that nobody is ever handed one that is about to expire.
 * Thread-safe.
 */
public final class OwnServerKeys {

    /** How long an answer is valid after it was signed. */
    public static final Duration LIFETIME = Duration.ofDays(1);

    private final ServerName server;
    private final SigningKeyFile keys;
    private final JsonSignatures signatures;
    private volatile Published published = new Published(new byte[0], Long.MIN_VALUE);

    private record Published(byte[] answer, long renewAtTs) {}

    /**
     * @param server our name
     * @param keys our keys, old ones included
     */
    public OwnServerKeys(ServerName server, SigningKeyFile keys, JsonSignatures signatures) {
        this.server = server;
        this.keys = keys;
        this.signatures = signatures;
    }

    /**
     * @param nowTs the time, milliseconds since 1970
     * @return the answer's body, canonical, to be handed out and not written to
     */
    public byte[] answer(long nowTs) {
        Published current = published;
        if (nowTs >= current.renewAtTs()) {
            current = new Published(
                    signed(nowTs + LIFETIME.toMillis()),
                    nowTs + LIFETIME.dividedBy(2).toMillis());
            published = current;
        }
        return current.answer();
    }

    private byte[] signed(long validUntilTs) {
        JsonObject answer = JsonObject.of(unsigned(validUntilTs));
        for (SigningKey key : keys.keys()) {
            answer = JsonObject.of(signatures.sign(answer, server, key));
        }
        return CanonicalJson.of(answer);
    }

    private byte[] unsigned(long validUntilTs) {
        JsonWriter body = new JsonWriter().beginObject().name("old_verify_keys").beginObject();
        for (OldKey old : keys.oldKeys()) {
            body.name(old.key().id().value())
                    .beginObject()
                    .field("expired_ts", old.expiredTs())
                    .field("key", old.key().base64())
                    .endObject();
        }
        body.endObject()
                .field("server_name", server.value())
                .field("valid_until_ts", validUntilTs)
                .name("verify_keys")
                .beginObject();
        for (SigningKey key : keys.keys()) {
            body.name(key.id().value())
                    .beginObject()
                    .field("key", key.verifyKey().base64())
                    .endObject();
        }
        return body.endObject().endObject().toBytes();
    }
}
