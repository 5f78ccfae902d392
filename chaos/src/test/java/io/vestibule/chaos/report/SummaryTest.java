package io.vestibule.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.chaos.plan.FaultKind;
import io.vestibule.chaos.promise.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void the_line_for_machines_counts_runs_faults_and_violations() {
        // Given
        Summary summary = new Summary();
        summary.add(new RunReport(
                4,
                List.of(struck(4, 3_000), Struck.notPossible(4, FaultKind.DISK_FULL, "no root")),
                List.of(new Violation("one outcome", "invites.outcomes-1-2", "two"))));
        summary.add(new RunReport(5, List.of(struck(5, 1_000)), List.of()));

        // Then
        assertThat(summary.line()).isEqualTo("{\"runs\":2,\"faults\":2,\"violations\":1,\"recovery_p99_ms\":3000}");
    }

    @Test
    void the_table_has_a_row_for_each_fault_with_its_seeds() {
        // Given
        Summary summary = new Summary();
        summary.add(new RunReport(4, List.of(struck(4, 3_000)), List.of()));
        summary.add(new RunReport(5, List.of(Struck.of(5, FaultKind.KILL_WORKER, Optional.empty())), List.of()));

        // Then
        assertThat(summary.table()).last().isEqualTo("| kill-worker | 2 | 1 | 3.0 s | 3.0 s | 4 5 |");
    }

    @Test
    void quantiles_are_values_that_there_were() {
        // Given
        List<Duration> hundred =
                LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();

        // Then
        assertThat(Quantiles.ms(hundred, 0.5)).isEqualTo(50);
        assertThat(Quantiles.ms(hundred, 0.99)).isEqualTo(99);
        assertThat(Quantiles.ms(List.of(), 0.99)).isZero();
    }

    private static Struck struck(long seed, long recoveryMs) {
        return Struck.of(seed, FaultKind.KILL_WORKER, Optional.of(Duration.ofMillis(recoveryMs)));
    }
}
