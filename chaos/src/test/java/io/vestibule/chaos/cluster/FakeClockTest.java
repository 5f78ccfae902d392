package io.vestibule.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClockTest {

    @TempDir
    private Path folder;

    @Test
    void a_step_is_written_where_the_process_looks_for_it() throws IOException {
        // Given
        FakeClock clock = new FakeClock(Path.of("libfaketime.so"), folder.resolve("worker-a.clock"));

        // When
        clock.step(Duration.ofMinutes(10));

        // Then
        assertThat(folder.resolve("worker-a.clock")).hasContent("+600s");
        assertThat(clock.environment())
                .containsEntry("FAKETIME_TIMESTAMP_FILE", clock.offset().toString());

        // When
        clock.step(Duration.ofMinutes(-10));

        // Then
        assertThat(folder.resolve("worker-a.clock")).hasContent("-600s");

        // When
        clock.step(Duration.ZERO);

        // Then
        assertThat(folder.resolve("worker-a.clock")).hasContent("+0s");
    }
}
