package io.vestibule.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class InteropMainTest {

    private static final String HOME = "vestibule.home";

    private final PrintStream realOutput = System.out;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void redirect() throws Exception {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setProperty(HOME, folder.toString());
        Files.createDirectories(folder.resolve("interop/synapse"));
        Files.writeString(folder.resolve("interop/synapse/stop.sh"), "touch \"$1/stopped\"");
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.clearProperty(HOME);
    }

    @Test
    void where_synapse_cannot_be_installed_the_suite_says_skipped_and_why_and_nothing_has_failed() throws Exception {
        // Given
        startScript("echo 'no network here' >&2; exit 3");

        // When
        int exit = run("--only", "reject", "--version-of-room", "11");

        // Then
        assertThat(exit).isZero();
        assertThat(lines()).containsExactly("SKIPPED: no network here", "0 passed, 0 failed, 2 skipped");
        assertThat(folder.resolve("servers/stopped")).exists();
    }

    @Test
    void json_ends_with_the_totals_where_everything_is_skipped_too() throws Exception {
        // Given
        startScript("echo 'needs root for a chroot'; exit 3");

        // When
        int exit = run("--json", "--only", "recency");

        // Then
        assertThat(exit).isZero();
        assertThat(lines())
                .containsExactly(
                        "{\"result\":\"SKIPPED\",\"reason\":\"needs root for a chroot\"}",
                        "{\"passed\":0,\"failed\":0,\"skipped\":6}");
    }

    @Test
    void servers_that_do_not_start_are_a_failure() throws Exception {
        // Given
        startScript("echo 'hs1 died'; exit 1");

        // When
        int exit = run();

        // Then
        assertThat(exit).isNotZero();
        assertThat(folder.resolve("servers/stopped")).exists();
    }

    private void startScript(String script) throws Exception {
        Files.writeString(folder.resolve("interop/synapse/start.sh"), script);
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new InteropMain());
        command.setExecutionExceptionHandler((failure, line, parsed) -> 1);
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[0] = "--folder";
        all[1] = folder.resolve("servers").toString();
        return command.execute(all);
    }

    private String[] lines() {
        return output.toString(StandardCharsets.UTF_8).strip().split("\n");
    }
}
