package io.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the commands say to mistakes, before they connect anywhere. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "accept, room, @bob:us.example, is not a room ID",
        "reject, !r:a.example, bob, is not a user ID",
        "show, !r:a.example, @bob, is not a user ID"
    })
    void a_wrong_room_or_user_is_named_and_exits_with_2(String command, String room, String user, String complaint) {
        // When
        int code = run(command, room, user);

        // Then
        assertThat(code).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(complaint).contains("vestibule " + command + " --help");
    }

    @Test
    void a_deployment_that_does_not_run_exits_with_8_and_says_where_it_was_looked_for() {
        // When
        int code = run("accept", "!r:a.example", "@bob:us.example", "--config", "src/test/resources/nowhere.yaml");

        // Then
        assertThat(code).isEqualTo(ExitCode.NOT_CONNECTED.code());
        assertThat(err.toString()).contains("127.0.0.1:1").contains("is Vestibule running?");
    }

    @Test
    void a_configuration_that_is_not_there_exits_with_2() {
        // When
        int code = run("show", "!r:a.example", "@bob:us.example", "--config", "no-such.yaml");

        // Then
        assertThat(code).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("no-such.yaml");
    }

    @Test
    void help_lists_every_exit_code() {
        // When
        run("accept", "--help");

        // Then
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString().replaceAll("\\s+", " ")).contains(code.code() + " " + code.meaning());
        }
    }

    private int run(String... arguments) {
        CommandLine line = CommandErrors.install(new CommandLine(new Root()));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Command(
            name = "vestibule",
            subcommands = {AcceptCommand.class, RejectCommand.class, ShowCommand.class})
    private static final class Root {}
}
