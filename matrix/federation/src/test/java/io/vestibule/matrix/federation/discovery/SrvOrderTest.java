package io.vestibule.matrix.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.dns.SrvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SrvOrderTest {

    private static SrvRecord service(int priority, int weight, String target) {
        return new SrvRecord(priority, weight, 8448, target);
    }

    @Test
    void a_lower_priority_always_comes_first() {
        // Given
        List<SrvRecord> records = new ArrayList<>(List.of(
                service(20, 65535, "late"),
                service(10, 0, "first"),
                service(10, 0, "first-too"),
                service(15, 1, "mid")));

        // When
        List<String> order = SrvOrder.of(records, new SplittableRandom(1)).stream()
                .map(SrvRecord::target)
                .toList();

        // Then
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("first", "first-too");
        assertThat(order.subList(2, 4)).containsExactly("mid", "late");
    }

    @Test
    void among_equals_weight_is_the_share_of_coming_first() {
        // Given
        List<SrvRecord> records = List.of(service(1, 60, "heavy"), service(1, 30, "light"), service(1, 10, "feather"));
        SplittableRandom random = new SplittableRandom(42);

        // When
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            first.merge(SrvOrder.of(records, random).getFirst().target(), 1, Integer::sum);
        }

        // Then
        assertThat(first.get("heavy")).isCloseTo(6000, Percentage.withPercentage(5));
        assertThat(first.get("light")).isCloseTo(3000, Percentage.withPercentage(8));
        assertThat(first.get("feather")).isCloseTo(1000, Percentage.withPercentage(15));
    }

    @Test
    void a_record_without_weight_has_a_small_chance_and_is_never_lost() {
        // Given
        List<SrvRecord> records = List.of(service(1, 9, "heavy"), service(1, 0, "none"));
        SplittableRandom random = new SplittableRandom(7);

        // When
        int first = 0;
        for (int i = 0; i < 10_000; i++) {
            List<SrvRecord> order = SrvOrder.of(records, random);
            assertThat(order).hasSize(2);
            first += order.getFirst().target().equals("none") ? 1 : 0;
        }

        // Then
        assertThat(first).isBetween(800, 1200);
    }
}
