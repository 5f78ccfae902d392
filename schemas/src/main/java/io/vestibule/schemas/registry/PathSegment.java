package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Percent-encoding of one URL path segment (RFC 3986 section 3.3). */
final class PathSegment {

    private static final String BARE = "-._~@:!$&'()*+,;=";
    private static final String IN_QUERY_ENCODED = "&+=;";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PathSegment() {}

    /** @return the text as one path segment or query value */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            if (letterOrDigit || BARE.indexOf(c) >= 0 && IN_QUERY_ENCODED.indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return encoded.toString();
    }
}
