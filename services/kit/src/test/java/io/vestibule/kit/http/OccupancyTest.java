package io.vestibule.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OccupancyTest {

    @Test
    void a_holder_gets_no_more_places_than_it_may_have_and_takes_none_from_others() {
        // Given
        Occupancy<String> places = new Occupancy<>(2);
        places.enter("a");
        places.enter("a");

        // When
        boolean third = places.enter("a");
        boolean other = places.enter("b");
        places.leave("a");
        boolean afterOneLeft = places.enter("a");

        // Then
        assertThat(third).isFalse();
        assertThat(other).isTrue();
        assertThat(afterOneLeft).isTrue();
    }

    @Test
    void who_holds_no_place_is_forgotten() {
        // Given
        Occupancy<Integer> places = new Occupancy<>(3);

        // When
        for (int holder = 0; holder < 1_000; holder++) {
            places.enter(holder);
            places.leave(holder);
        }
        places.leave(5_000);

        // Then
        assertThat(places.holders()).isZero();
    }
}
