package io.vestibule.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FailedRecordTest {

    @Test
    void a_dead_letter_says_where_it_was_why_and_what_it_held() {
        // Given
        ConsumerRecord<byte[], byte[]> read =
                new ConsumerRecord<>("invites.commands", 3, 42L, new byte[] {1}, new byte[] {2, 3});
        Exception failure = new IllegalStateException("no schema", new IOException("refused"));

        // When
        DeadLetter letter = FailedRecord.of(read).deadLetter("topology.deserialise", "not Avro", failure, 99L);

        // Then
        assertThat(letter.getTopic()).isEqualTo("invites.commands");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(42);
        assertThat(letter.getStage()).isEqualTo("topology.deserialise");
        assertThat(letter.getReason()).isEqualTo("not Avro");
        assertThat(letter.getException()).contains("no schema").contains("refused");
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(letter.getFailedAt()).isEqualTo(99);
    }

    @Test
    void a_tombstone_without_a_key_and_a_long_text_still_make_a_letter() {
        // Given
        FailedRecord failed = new FailedRecord("invites.state", 0, FailedRecord.NEVER_WRITTEN, null, null);

        // When
        DeadLetter letter = failed.deadLetter("stage", "x".repeat(100_000), null, 0);

        // Then
        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getException()).isEmpty();
        assertThat(letter.getReason()).hasSizeLessThan(5_000);
    }
}
