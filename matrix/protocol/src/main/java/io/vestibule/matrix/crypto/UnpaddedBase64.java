package io.vestibule.matrix.crypto;

import java.util.Base64;
import java.util.Optional;

/** Base64 as Matrix writes it, without padding, and as it is read, with or without (specification, appendices). */
public final class UnpaddedBase64 {

    private static final Base64.Encoder STANDARD = Base64.getEncoder().withoutPadding();
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private UnpaddedBase64() {}

    /** @return the bytes in the standard alphabet */
    public static String encode(byte[] bytes) {
        return STANDARD.encodeToString(bytes);
    }

    /** @return the bytes in the URL-safe alphabet */
    public static String encodeUrlSafe(byte[] bytes) {
        return URL_SAFE.encodeToString(bytes);
    }

    /**
     * Decodes the standard alphabet. Padding is optional and the unused bits of the last letter are ignored, so two texts
     * may decode to the same bytes: compare bytes, never texts.
     *
     * @return the bytes, or empty if the text is not Base64
     */
    public static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
