package io.vestibule.appservice.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.AppserviceEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One event on its way to an application service. The ID is the digest of the body: it never names other bytes, whoever sends
 * it, after whatever failure. The prefix keeps it apart from the IDs of a homeserver that calls the same service.
 *
 * @param id the transaction ID, safe in a path
 * @param body what is sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record Transaction(String id, byte[] body) {

    private static final String PREFIX = "vestibule-";

    /** @return the transaction of a record, always the same */
    public static Transaction of(AppserviceEvent event) {
        byte[] body = new JsonWriter()
                .beginObject()
                .name("events")
                .beginArray()
                .raw(event.getEventJson().getBytes(UTF_8))
                .endArray()
                .endObject()
                .toBytes();
        return new Transaction(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(body)), body);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
