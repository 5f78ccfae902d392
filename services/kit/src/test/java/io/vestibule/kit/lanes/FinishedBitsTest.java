package io.vestibule.kit.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedBitsTest {

    @Test
    void the_widest_window_and_one_more_poll_fit_into_a_commit() {
        // Given
        BitSet bits = new BitSet();
        bits.set(1, LaneSettings.Bounds.MAX_WINDOW + 500);

        // When
        String metadata = FinishedBits.encode(bits);

        // Then
        assertThat(metadata.length()).isLessThanOrEqualTo(FinishedBits.MAX_LENGTH);
        assertThat(FinishedBits.decode(metadata)).contains(bits);
    }

    @Test
    void bits_beyond_the_limit_are_left_out_rather_than_refused_by_the_broker() {
        // Given
        BitSet bits = new BitSet();
        bits.set(1, 100_000);

        // When
        String metadata = FinishedBits.encode(bits);

        // Then
        assertThat(metadata.length()).isLessThanOrEqualTo(FinishedBits.MAX_LENGTH);
        assertThat(FinishedBits.decode(metadata).orElseThrow().cardinality()).isGreaterThan(20_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"offsets of another tool", "lanes1:***", "lanes2:AAAA"})
    void metadata_of_somebody_else_is_not_understood(String metadata) {
        // When
        var bits = FinishedBits.decode(metadata);

        // Then
        assertThat(bits).isEmpty();
    }

    @Test
    void nothing_above_the_mark_needs_no_metadata() {
        // When
        String metadata = FinishedBits.encode(new BitSet());

        // Then
        assertThat(metadata).isEmpty();
        assertThat(FinishedBits.decode("").orElseThrow().isEmpty()).isTrue();
    }
}
