package io.vestibule.schemas.catalog;

import io.vestibule.schemas.DeadLetter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, with its coordinates: what a dead letter is made of.
 *
 * @param topic where it stands
 * @param partition where it stands
 * @param offset where it stands, {@link #NEVER_WRITTEN} when it never reached a topic
 * @param key its key's bytes
 * @param value its value's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record FailedRecord(String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

    /** The offset of what never reached its topic. */
    public static final long NEVER_WRITTEN = -1;

    private static final int MAX_TEXT = 4_000;

    /** @return the coordinates and bytes of a record as a consumer of raw bytes read it */
    public static FailedRecord of(ConsumerRecord<byte[], byte[]> read) {
        return new FailedRecord(read.topic(), read.partition(), read.offset(), read.key(), read.value());
    }

    /**
     * @param stage which part of Vestibule gave up on it, such as {@code topology.deserialise}
     * @param reason why, in a sentence for operators
     * @param failure the exception behind it, if one is
     * @param failedAt milliseconds since the epoch
     * @return the dead letter; long texts are cut
     */
    public DeadLetter deadLetter(String stage, String reason, @Nullable Throwable failure, long failedAt) {
        return DeadLetter.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setStage(stage)
                .setReason(cut(reason))
                .setException(failure == null ? "" : cut(chain(failure)))
                .setKey(wrap(key))
                .setValue(wrap(value))
                .setFailedAt(failedAt)
                .build();
    }

    private static String chain(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            text.append(" <- ").append(cause);
        }
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
