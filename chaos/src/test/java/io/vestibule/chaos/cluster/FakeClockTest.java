package io.vestibule.chaos.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

    @Test
    void a_process_with_such_a_clock_waits_as_long_as_it_means_to_and_has_the_stepped_time()
            throws IOException, InterruptedException {
        // Given
        Optional<FakeClock> installed = FakeClock.in(folder, "waiting");
        assumeThat(installed).as("libfaketime").isPresent();
        FakeClock clock = installed.orElseThrow();
        clock.step(Duration.ofMinutes(10));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName());
        builder.environment().putAll(clock.environment());

        // When
        Process process = builder.start();
        String[] said = new String(process.getInputStream().readAllBytes(), UTF_8)
                .strip()
                .split(" ");

        // Then
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(said[0])).as("waited ms").isGreaterThanOrEqualTo(Waiting.MS - 1);
        assertThat(Long.parseLong(said[1])).as("time").isGreaterThan(System.currentTimeMillis() + 500_000);
    }

    /** Says how long it has waited for nothing, and what time it is. */
    static final class Waiting {

        static final long MS = 400;

        public static void main(String[] arguments) throws InterruptedException {
            long begun = System.nanoTime();
            Object nothing = new Object();
            synchronized (nothing) {
                nothing.wait(MS);
            }
            System.out.println((System.nanoTime() - begun) / 1_000_000 + " " + System.currentTimeMillis());
        }
    }
}
