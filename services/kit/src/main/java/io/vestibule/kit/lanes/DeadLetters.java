package io.vestibule.kit.lanes;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Where records go that cannot be processed. Called from several threads. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * @param kafkaRecord the record as it stands in its topic
     * @param reason why it was given up
     * @param cause the exception behind it, if there was one
     * @return completes when the dead letter is acknowledged; only then does the record count as finished
     */
    CompletionStage<?> bury(ConsumerRecord<byte[], byte[]> kafkaRecord, String reason, @Nullable Throwable cause);
}
