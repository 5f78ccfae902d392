package io.vestibule.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    void the_short_form_has_six_different_faults_at_least_whatever_the_seed() {
        assertThat(Plan.ofShort(1).blows())
                .extracting(Blow::kind)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(Plan.ofShort(2).blows())
                .extracting(Blow::kind)
                .containsExactlyInAnyOrderElementsOf(
                        Plan.ofShort(1).blows().stream().map(Blow::kind).toList());
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
