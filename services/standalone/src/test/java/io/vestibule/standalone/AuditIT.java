package io.vestibule.standalone;

import static io.vestibule.standalone.Deployment.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code audit} on a running deployment. */
class AuditIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver dead;
    private static FederationWorld world;

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out its standard output
     * @param err its standard error
     */
    private record Run(int code, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        us = running.deployment();
        world = running.world();
        alices = world.server("a.example");
        dead = world.server("dead.example");
        dead.goOffline();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void a_run_is_clean_until_somebody_writes_another_outcome() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom joined = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", joined, bob, InviteEnvelope.via(dead, alices));
        CommandOutcome outcome = outcomeOf(us.accept(joined, bob));
        ScriptedRoom left = world.room("11", alices, "alice", "Kitchen");
        us.invited(alices, "alice", left, bob, InviteEnvelope.via(alices));
        outcomeOf(us.reject(left, bob));

        // When
        Run clean = await().until(() -> audit("--settling", "0", "--json"), run -> run.code() == 0);
        CommandOutcome other = CommandOutcome.newBuilder(outcome)
                .setOutcome(OutcomeType.EXPIRED)
                .build();
        us.feed(Topics.INVITES_OUTCOMES, joined, other);
        Run broken = audit("--settling", "0");

        // Then
        JsonObject report = new JsonObject(clean.out());
        assertThat(report.getInteger("violation_count")).isZero();
        assertThat(report.getInteger("records")).isGreaterThan(20);
        assertThat(report.getJsonArray("checks")).hasSize(8);
        assertThat(broken.code()).as(broken.toString()).isEqualTo(9);
        assertThat(broken.out())
                .contains(
                        "VIOLATION one outcome per command",
                        "invites.outcomes-",
                        joined.id().value(),
                        bob.value())
                .contains(outcome.getCommandId());
    }

    @ParameterizedTest
    @CsvSource({
        "--delay, -1, --delay must be 0 or more",
        "--peers, no-such-file, --peers no-such-file cannot be used",
        "--peers, FILE, line 1"
    })
    void a_wrong_option_is_named_and_exits_with_2(String option, String value, String complaint) throws IOException {
        // Given
        Path noLog = directory.resolve("no-log");
        Files.writeString(noLog, "{}\n");

        // When
        Run audit = audit(option, value.replace("FILE", noLog.toString()));

        // Then
        assertThat(audit.code()).isEqualTo(2);
        assertThat(audit.err()).contains(complaint);
    }

    private static Run audit(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = new String[options.length + 3];
        arguments[0] = "audit";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "--config";
        arguments[options.length + 2] = directory.resolve("vestibule.yaml").toString();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
