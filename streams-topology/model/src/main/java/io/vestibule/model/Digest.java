package io.vestibule.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/** Names and jitter from what is known already, where others would roll dice. */
final class Digest {

    private static final int NAME_BYTES = 16;
    private static final double SPREAD = 0.2;

    private Digest() {}

    /** @return 22 characters of URL-safe base64 that depend on all parts and their borders */
    static String text(String... parts) {
        byte[] hash = sha256(parts);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(NAME_BYTES).put(hash, 0, NAME_BYTES).array());
    }

    /** @return the duration, up to a fifth longer or shorter */
    static Duration jitter(Duration around, String... parts) {
        long bits = ByteBuffer.wrap(sha256(parts)).getLong() >>> 11;
        double unit = bits / (double) (1L << 53);
        return Duration.ofMillis(Math.round(around.toMillis() * (1 - SPREAD + 2 * SPREAD * unit)));
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
