package io.vestibule.kit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which trace tells of something, and which of its spans stands for it. Both follow from its name: whoever meets it later, in
 * another process and after any number of restarts, finds its trace without having been told. Immutable.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceRoot(String traceId, String spanId) {

    private static final HexFormat HEX = HexFormat.of();

    /** @return the trace of an invite, and in it the decision that recorded the invite */
    public static TraceRoot ofInvite(String roomId, String eventId) {
        return of("invite\0" + roomId + '\0' + eventId);
    }

    /** @return the trace of an invite or a retraction that we send, and in it the decision to begin */
    public static TraceRoot ofCommand(String commandId) {
        return of("command\0" + commandId);
    }

    private static TraceRoot of(String name) {
        byte[] hash = sha256(name.getBytes(UTF_8));
        return new TraceRoot(HEX.formatHex(hash, 0, 16), HEX.formatHex(hash, 16, 24));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
