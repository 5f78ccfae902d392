package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.avro.Schema;

/** A schema as text, and what is computed from the text. */
final class SchemaText {

    private SchemaText() {}

    /** @return the schema that the text is */
    static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    /** @return Confluent's GUID of a schema: the MD5 of its text */
    static UUID guid(String text) {
        ByteBuffer digest = ByteBuffer.wrap(digest("MD5", text));
        return new UUID(digest.getLong(), digest.getLong());
    }

    /**
     * @return a number from 1 that depends on the text alone: 31 bits of its SHA-256, so that records stay readable
     *     whoever registers the schema again, and processes that register at once agree
     */
    static int contentId(String text) {
        int bits = ByteBuffer.wrap(digest("SHA-256", text)).getInt() & Integer.MAX_VALUE;
        return Math.max(1, bits);
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has " + algorithm, missing);
        }
    }
}
