package io.vestibule.matrix.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Percent-encoding of path segments and query values (RFC 3986 §2.1).
 *
 * <p>Everything but unreserved characters is encoded, with upper-case digits. The signed {@code uri} of a request is the
 * target as it stands on the wire, so what this class writes is what is signed; what comes in is decoded only to read it.
 */
final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** The text, or empty for a broken escape, a character that no request target holds, or bytes that are not UTF-8. */
    static Optional<String> decode(String encoded) {
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        int seen = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                if (i + 2 >= encoded.length()
                        || !HexFormat.isHexDigit(encoded.charAt(i + 1))
                        || !HexFormat.isHexDigit(encoded.charAt(i + 2))) {
                    return Optional.empty();
                }
                bytes[length++] = (byte) HexFormat.fromHexDigits(encoded, i + 1, i + 3);
                seen |= bytes[length - 1];
                i += 2;
            } else if (c > ' ' && c < 0x7F) {
                bytes[length++] = (byte) c;
            } else {
                return Optional.empty();
            }
        }
        return seen >= 0
                ? Optional.of(new String(bytes, 0, length, StandardCharsets.US_ASCII))
                : utf8(ByteBuffer.wrap(bytes, 0, length));
    }

    private static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
