package io.vestibule.matrix.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolTest {

    private int made;
    private final Pool<Integer> pool = new Pool<>(() -> made++);

    @Test
    void what_was_given_back_is_lent_again() {
        // Given
        pool.giveBack(pool.take());
        // When
        pool.take();
        // Then
        assertThat(made).isEqualTo(1);
    }

    @Test
    void two_that_share_a_place_both_get_again_what_they_gave_back() {
        // Given
        List<Integer> both = List.of(pool.take(), pool.take());
        both.forEach(pool::giveBack);
        // When
        List<Integer> again = List.of(pool.take(), pool.take());
        // Then
        assertThat(again).containsExactlyInAnyOrderElementsOf(both);
    }

    @Test
    void nobody_is_lent_what_somebody_else_has() {
        // Given
        List<Integer> lent = new ArrayList<>();
        // When
        for (int more = 0; more < 5; more++) {
            lent.add(pool.take());
        }
        // Then
        assertThat(lent).doesNotHaveDuplicates();
    }
}
