package io.vestibule.kit.lanes;

import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;

/**
 * The text form of finished offsets in a commit's metadata: a marker and the unpadded base64 of the bit set.
 *
 * <p>Never longer than {@link #MAX_LENGTH}, which is what a broker accepts by default
 * ({@code offset.metadata.max.bytes}); bits that would not fit are left out, and their records are done again.
 */
final class FinishedBits {
    static final int MAX_LENGTH = 4096;

    private static final String MARKER = "lanes1:";
    private static final int MAX_BITS = (MAX_LENGTH - MARKER.length()) / 4 * 3 * Byte.SIZE;

    private FinishedBits() {}

    static String encode(BitSet finishedAboveMark) {
        if (finishedAboveMark.isEmpty()) {
            return "";
        }
        BitSet kept = finishedAboveMark.length() > MAX_BITS ? finishedAboveMark.get(0, MAX_BITS) : finishedAboveMark;
        return MARKER + Base64.getEncoder().withoutPadding().encodeToString(kept.toByteArray());
    }

    /** @return the bits, none for an empty text, or empty if somebody else wrote the text */
    static Optional<BitSet> decode(String metadata) {
        if (metadata.isEmpty()) {
            return Optional.of(new BitSet());
        }
        if (!metadata.startsWith(MARKER) || metadata.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(BitSet.valueOf(Base64.getDecoder().decode(metadata.substring(MARKER.length()))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
