package io.vestibule.kit.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OffsetWindowTest {

    @Test
    void the_mark_waits_for_the_lowest_unfinished_offset() {
        // Given
        OffsetWindow window = new OffsetWindow();
        List.of(10L, 11L, 12L).forEach(window::arrived);

        // When
        window.finish(11);
        window.finish(12);

        // Then
        assertThat(window.mark()).isEqualTo(10);
        assertThat(window.finishedAboveMark()).isEqualTo(bits(1, 2));
    }

    @Test
    void the_mark_jumps_over_everything_finished_behind_it() {
        // Given
        OffsetWindow window = new OffsetWindow();
        List.of(10L, 11L, 12L).forEach(window::arrived);
        window.finish(12);
        window.finish(11);

        // When
        window.finish(10);

        // Then
        assertThat(window.mark()).isEqualTo(13);
        assertThat(window.finishedAboveMark().isEmpty()).isTrue();
    }

    @Test
    void offsets_that_are_never_delivered_count_as_finished() {
        // Given
        OffsetWindow window = new OffsetWindow();
        window.arrived(0);
        window.arrived(5);

        // When
        window.finish(0);

        // Then
        assertThat(window.mark()).isEqualTo(5);
    }

    @Test
    void a_gap_at_the_end_is_passed_when_the_position_shows_it() {
        // Given
        OffsetWindow window = new OffsetWindow();
        window.arrived(0);
        window.finish(0);

        // When
        window.reached(4);

        // Then
        assertThat(window.mark()).isEqualTo(4);
        assertThat(window.span()).isZero();
    }

    @Test
    void what_was_finished_before_a_restart_is_not_done_again() {
        // Given
        OffsetWindow window = new OffsetWindow(10, bits(1, 3));

        // When
        List<Boolean> toBeDone = List.of(
                window.arrived(10), window.arrived(11), window.arrived(12), window.arrived(13), window.arrived(14));

        // Then
        assertThat(toBeDone).containsExactly(true, false, true, false, true);
    }

    @Test
    void a_mark_that_jumped_past_records_not_delivered_yet_skips_them_when_they_come() {
        // Given
        OffsetWindow window = new OffsetWindow(10, bits(1, 2, 3));
        window.arrived(10);
        window.finish(10);

        // When
        boolean elevenToBeDone = window.arrived(11);
        window.finish(11);
        boolean fourteenToBeDone = window.arrived(14);

        // Then
        assertThat(elevenToBeDone).isFalse();
        assertThat(fourteenToBeDone).isTrue();
        assertThat(window.mark()).isEqualTo(14);
    }

    @Test
    void a_record_that_is_delivered_twice_is_done_once() {
        // Given
        OffsetWindow window = new OffsetWindow();
        window.arrived(7);

        // When
        boolean again = window.arrived(7);

        // Then
        assertThat(again).isFalse();
    }

    @Test
    void nothing_is_committed_anew_when_nothing_was_finished() {
        // Given
        OffsetWindow window = new OffsetWindow();
        window.arrived(1);
        window.finish(1);
        window.committed();

        // When
        window.arrived(2);

        // Then
        assertThat(window.isChanged()).isFalse();
    }

    @Property(tries = 300)
    void agrees_with_a_set_of_offsets_over_random_histories_with_gaps_and_restarts(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        OffsetWindow window = new OffsetWindow();
        TreeSet<Long> unfinished = new TreeSet<>();
        Set<Long> handedOut = new HashSet<>();
        long next = random.nextInt(100);
        long first = next;

        // When
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) > 0) {
                next += random.nextInt(10) == 0 ? random.nextInt(6) : 0;
                if (window.arrived(next)) {
                    unfinished.add(next);
                    handedOut.add(next);
                }
                next++;
            } else if (!unfinished.isEmpty()) {
                Long any = List.copyOf(unfinished).get(random.nextInt(unfinished.size()));
                window.finish(any);
                unfinished.remove(any);
            }
            if (random.nextInt(200) == 0) {
                window = restarted(window);
                next = Math.max(window.mark(), first);
                unfinished.clear();
            }
        }

        // Then
        long lowest = unfinished.isEmpty() ? Long.MAX_VALUE : unfinished.first();
        assertThat(window.mark()).isLessThanOrEqualTo(lowest);
        for (long offset : unfinished) {
            assertThat(window.finishedAboveMark().get((int) (offset - window.mark())))
                    .isFalse();
        }
        if (!unfinished.isEmpty()) {
            assertThat(window.mark()).isEqualTo(lowest);
        }
    }

    private static OffsetWindow restarted(OffsetWindow window) {
        String metadata = FinishedBits.encode(window.finishedAboveMark());
        return window.isSet()
                ? new OffsetWindow(window.mark(), FinishedBits.decode(metadata).orElseThrow())
                : new OffsetWindow();
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }
}
