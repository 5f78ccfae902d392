package io.vestibule.kit.lanes;

import java.util.BitSet;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition for as long as it is ours.
 *
 * <p>A partition that is lost and comes back gets a new one of these; what was running for the old one never finishes
 * anything here. Belongs to the polling thread.
 */
final class Assignment {
    private static final Logger log = LoggerFactory.getLogger(Assignment.class);

    private final TopicPartition partition;
    private final OffsetWindow window;
    private final long endWhenAssigned;
    private boolean live = true;
    private long heldUntil;

    /** @param endWhenAssigned where the log ended when the partition came to us */
    Assignment(TopicPartition partition, @Nullable OffsetAndMetadata committed, long endWhenAssigned) {
        this.partition = partition;
        this.endWhenAssigned = endWhenAssigned;
        this.window = committed == null
                ? new OffsetWindow()
                : new OffsetWindow(committed.offset(), bits(partition, committed.metadata()));
    }

    private static BitSet bits(TopicPartition partition, String metadata) {
        Optional<BitSet> bits = FinishedBits.decode(metadata);
        if (bits.isEmpty()) {
            log.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .log("commit metadata not understood, orders behind the committed offset are done again");
        }
        return bits.orElseGet(BitSet::new);
    }

    TopicPartition partition() {
        return partition;
    }

    OffsetWindow window() {
        return window;
    }

    /** Whether an earlier owner may have begun the order at this offset. */
    boolean mayBeRepeated(long offset) {
        return offset < endWhenAssigned;
    }

    void lose() {
        live = false;
    }

    void holdUntil(long nanoTime) {
        heldUntil = nanoTime;
    }

    boolean isHeld(long nanoTime) {
        return heldUntil != 0 && nanoTime - heldUntil < 0;
    }

    void finish(long offset) {
        if (live) {
            window.finish(offset);
        }
    }

    /** @return what to commit now, or empty if nothing has been finished since the last time */
    Optional<OffsetAndMetadata> takeCommit() {
        if (!window.isSet() || !window.isChanged()) {
            return Optional.empty();
        }
        window.committed();
        return Optional.of(new OffsetAndMetadata(window.mark(), FinishedBits.encode(window.finishedAboveMark())));
    }
}
