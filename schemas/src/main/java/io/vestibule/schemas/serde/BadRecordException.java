package io.vestibule.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * These bytes are not a record of their topic and never will be: dead-letter them and go on.
 *
 * <p>The one exception of this package that says something about the record. Whoever catches another one stops.
 */
public final class BadRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** @param message names the topic and what is wrong */
    public BadRecordException(String message) {
        super(message);
    }

    /** @param message names the topic and what is wrong */
    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param failure from a consumer or a Streams handler, which wrap what a deserializer throws
     * @return whether a bad record is at the bottom of it
     */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof BadRecordException) {
                return true;
            }
        }
        return false;
    }
}
