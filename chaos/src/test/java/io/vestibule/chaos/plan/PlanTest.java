package io.vestibule.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.chaos.plan.FaultKind.Family;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void the_same_seed_is_the_same_plan() {
        assertThat(Plan.ofLong(7, 40)).isEqualTo(Plan.ofLong(7, 40));
        assertThat(Plan.ofShort(7)).isEqualTo(Plan.ofShort(7));
    }

    @Test
    void another_seed_strikes_others_in_another_order() {
        // When
        List<Plan> plans = LongStream.range(0, 20).mapToObj(Plan::ofShort).toList();

        // Then
        assertThat(plans.stream().map(Plan::blows).distinct()).hasSizeGreaterThan(15);
        assertThat(plans.stream().flatMap(plan -> plan.blows().stream()).map(blow -> blow.among(2)))
                .contains(0, 1);
    }

    @Test
    void the_short_form_has_a_fault_of_each_of_its_families_whatever_the_seed() {
        // Given
        Set<Family> families = FaultKind.ofShort().keySet();

        // When
        List<Plan> plans = LongStream.range(0, 50).mapToObj(Plan::ofShort).toList();

        // Then
        assertThat(families).hasSizeGreaterThanOrEqualTo(6);
        assertThat(plans)
                .allSatisfy(plan -> assertThat(plan.blows())
                        .extracting(blow -> blow.kind().family())
                        .containsExactlyInAnyOrderElementsOf(families));
    }

    @Test
    void seeds_of_the_short_form_come_to_all_of_its_faults() {
        // When
        List<FaultKind> struck = LongStream.range(0, 100)
                .mapToObj(Plan::ofShort)
                .flatMap(plan -> plan.blows().stream())
                .map(Blow::kind)
                .distinct()
                .toList();

        // Then
        List<FaultKind> all =
                FaultKind.ofShort().values().stream().flatMap(List::stream).toList();
        assertThat(struck).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void what_a_plan_needs_follows_from_its_faults() {
        assertThat(Plan.of(1, List.of(FaultKind.BROKER_DISK_FULL)).fillsDisks()).isTrue();
        assertThat(Plan.of(1, List.of(FaultKind.CLOCK_AHEAD_WORKER)).stepsClocks())
                .isTrue();
        assertThat(Plan.ofShort(1)).satisfies(plan -> {
            assertThat(plan.fillsDisks()).isFalse();
            assertThat(plan.stepsClocks()).isFalse();
        });
    }

    @Test
    void no_fault_comes_again_before_all_had_their_turn() {
        // When
        int all = FaultKind.values().length;
        Plan plan = Plan.ofLong(3, all);

        // Then
        assertThat(plan.blows()).extracting(Blow::kind).containsExactlyInAnyOrder(FaultKind.values());
    }

    @Test
    void a_fault_is_found_by_its_label() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(FaultKind.named(kind.label())).isEqualTo(kind);
        }
        assertThatThrownBy(() -> FaultKind.named("kill-everybody")).hasMessageContaining("kill-everybody");
    }
}
