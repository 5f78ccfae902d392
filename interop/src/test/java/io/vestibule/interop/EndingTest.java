package io.vestibule.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingTest {

    private final Ending ending = new Ending();
    private final List<String> ended = new ArrayList<>();

    @Test
    void what_was_started_last_is_ended_first_and_each_once() {
        // Given
        ending.take(() -> ended.add("servers"));
        ending.take(() -> ended.add("proxies"));

        // When
        ending.close();
        ending.close();

        // Then
        assertThat(ended).containsExactly("proxies", "servers");
    }

    @Test
    void what_is_started_after_the_end_is_ended_at_once() {
        // Given
        ending.close();

        // When
        ending.take(() -> ended.add("late"));

        // Then
        assertThat(ended).containsExactly("late");
    }

    @Test
    void one_that_does_not_end_well_keeps_no_other_alive() {
        // Given
        ending.take(() -> ended.add("servers"));
        ending.take(() -> {
            throw new IllegalStateException("stuck");
        });

        // When
        ending.close();

        // Then
        assertThat(ended).containsExactly("servers");
    }
}
