package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.kit.config.LogConfig;
import io.vestibule.kit.log.LogSetup;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment writes into its log while invites come in, are accepted, fail and are refused. */
class LogsIT {

    private static final String CONTENT = "Confidential";

    @TempDir
    Path directory;

    @Test
    void a_line_is_one_object_and_nothing_that_somebody_wrote_into_an_invite_stands_in_it() throws Exception {
        // Given
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        LogSetup.apply(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO));
        try (RunningStandalone running = RunningStandalone.start(directory, "")) {
            LogSetup.apply(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO));
            // When
            invitesOfAllKinds(running);
        } finally {
            System.setErr(before);
            LogSetup.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO));
        }

        // Then
        List<JsonObject> lines = said.toString(UTF_8)
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.fieldNames()).contains("at", "level", "logger", "thread", "message"));
        assertThat(said.toString(UTF_8)).contains("the console listens").doesNotContain(CONTENT);
    }

    private static void invitesOfAllKinds(RunningStandalone running) throws Exception {
        Deployment us = running.deployment();
        ScriptedHomeserver alices = running.world().server("a.example");
        UserId bob = us.user("bob");
        ScriptedRoom room = running.world().room("11", alices, "alice", CONTENT + " lounge");
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(alices));
        InviteCommand accept = InviteCommand.newBuilder(Deployment.acceptCommand(room, bob))
                .setAccept(AcceptInvite.newBuilder()
                        .setDisplayname(CONTENT + " Bob")
                        .setReason(CONTENT + " reason")
                        .build())
                .build();
        assertThat(Deployment.outcomeOf(us.send(accept)).getOutcome()).isEqualTo(OutcomeType.JOINED);
        ScriptedRoom silent = running.world().room("11", alices, "alice", CONTENT + " cellar");
        us.invited(alices, "alice", silent, bob, InviteEnvelope.via(alices));
        alices.goOffline();
        CommandOutcome failed = Deployment.outcomeOf(us.accept(silent, bob));
        assertThat(failed.getOutcome()).isEqualTo(OutcomeType.NO_SERVER_REACHABLE);
    }
}
