package io.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the commands say to mistakes, before they connect anywhere. */
class CommandLineTest {

    @TempDir
    Path folder;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--event=FOLDER/event.json ; Missing required option: '--room-version",
                "--room-version=11 ; Missing required option: '--event",
                "--room-version=11.x_y --event=FOLDER/event.json ; \"11.x_y\" is not a room version",
                "--room-version=11 --event=FOLDER/gone.json --create=FOLDER/event.json ; --event FOLDER/gone.json: cannot be read",
                "--room-version=11 --event=FOLDER/broken.json --create=FOLDER/event.json ; --event FOLDER/broken.json: not JSON",
                "--room-version=11 --event=FOLDER/list.json --create=FOLDER/event.json ; --event FOLDER/list.json: not JSON",
                "--room-version=11 --event=FOLDER/event.json ; the room's create event is missing",
                "--room-version=11 --event=FOLDER/event.json --state=FOLDER/event.json ; --state FOLDER/event.json: not a JSON array",
                "--room-version=11 --event=FOLDER/event.json --create=FOLDER/broken.json ; --create FOLDER/broken.json: not JSON",
                "--room-version=11 --event=FOLDER/event.json --create=FOLDER/event.json --acl=FOLDER/list.json ; --acl FOLDER/list.json: not JSON",
                "--room-version=11 --event=FOLDER/event.json --via=a_b ; \"a_b\" is not a server name",
                "--room-version=11 --event=FOLDER/event.json --server=a.example ; is not a server of the room",
                "--room-version=11 --event=FOLDER/event.json --server=a.example=1/2/dead ; is not a server of the room",
                "--room-version=11 --event=FOLDER/event.json --create=FOLDER/event.json --within=0 ; --within 0: expected",
                "--room-version=11 --event=FOLDER/event.json --within=soon ; is not a long"
            })
    void an_invite_that_cannot_be_sent_as_asked_names_the_option_and_exits_with_2(String options, String complaint)
            throws IOException {
        // Given
        Files.writeString(folder.resolve("event.json"), "{}");
        Files.writeString(folder.resolve("list.json"), "[]");
        Files.writeString(folder.resolve("broken.json"), "{");
        List<String> arguments = new ArrayList<>(List.of("send-invite", "!r:us.example", "@dana:d.example"));
        arguments.addAll(List.of(options.replace("FOLDER", folder.toString()).split(" ")));

        // When
        int code = run(arguments.toArray(String[]::new));

        // Then
        assertThat(code).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains(complaint.replace("FOLDER", folder.toString()))
                .contains("vestibule send-invite --help");
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
            subcommands = {AcceptCommand.class, RejectCommand.class, ShowCommand.class, SendInviteCommand.class})
    private static final class Root {}
}
