package io.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.AttemptStep;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines that scripts rely on. */
class OutcomeTextTest {

    private static final InviteCommand COMMAND = InviteCommand.newBuilder()
            .setCommandId("c1")
            .setRoomId("!r:a.example")
            .setUserId("@bob:us.example")
            .build();

    @Test
    void json_names_the_command_its_outcome_and_every_attempt() {
        // Given
        CommandOutcome outcome = outcome(
                OutcomeType.JOINED,
                List.of(
                        attempt("dead.example", AttemptStep.MAKE, AttemptResult.UNREACHABLE, 3),
                        attempt("good.example", AttemptStep.SEND, AttemptResult.SUCCEEDED, 41)));

        // When
        String json = OutcomeText.json(COMMAND, Optional.of(outcome));

        // Then
        assertThat(json)
                .isEqualTo("{\"command_id\":\"c1\",\"outcome\":\"JOINED\",\"room\":\"!r:a.example\","
                        + "\"user\":\"@bob:us.example\",\"attempts\":["
                        + "{\"server\":\"dead.example\",\"step\":\"MAKE\",\"result\":\"UNREACHABLE\",\"ms\":3},"
                        + "{\"server\":\"good.example\",\"step\":\"SEND\",\"result\":\"SUCCEEDED\",\"ms\":41}]}");
    }

    @Test
    void without_an_outcome_in_time_it_is_pending() {
        // When
        String json = OutcomeText.json(COMMAND, Optional.empty());

        // Then
        assertThat(json).contains("\"outcome\":\"PENDING\"").contains("\"attempts\":[]");
    }

    @Test
    void every_outcome_has_its_exit_code() {
        assertThat(OutcomeType.values())
                .allSatisfy(type -> assertThat(ExitCode.of(type)).isNotNull());
        assertThat(ExitCode.of(OutcomeType.JOINED).code()).isZero();
        assertThat(ExitCode.of(OutcomeType.LEFT_LOCALLY).code()).isZero();
        assertThat(ExitCode.of(OutcomeType.FORBIDDEN).code()).isEqualTo(3);
        assertThat(ExitCode.of(OutcomeType.NO_SERVER_REACHABLE).code()).isEqualTo(4);
        assertThat(ExitCode.of(OutcomeType.NOT_INVITED).code()).isEqualTo(5);
    }

    private static CommandOutcome outcome(OutcomeType type, List<ServerAttempt> attempts) {
        return CommandOutcome.newBuilder()
                .setCommandId("c1")
                .setRoomId("!r:a.example")
                .setUserId("@bob:us.example")
                .setOutcome(type)
                .setAttempts(attempts)
                .build();
    }

    private static ServerAttempt attempt(String server, AttemptStep step, AttemptResult result, long ms) {
        return ServerAttempt.newBuilder()
                .setServer(server)
                .setStep(step)
                .setResult(result)
                .setTookMs(ms)
                .build();
    }
}
