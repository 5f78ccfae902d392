package io.vestibule.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import java.util.Optional;

/** What a command came to, as JSON. */
public final class OutcomeJson {

    /** The outcome of a command that has none yet. */
    public static final String PENDING = "PENDING";

    private OutcomeJson() {}

    /**
     * @return {@code {"command_id","outcome","room","user","attempts":[{"server","step","result","ms"}]}} and what else is
     *     known; the outcome is {@value #PENDING} when none is known yet
     */
    public static JsonWriter of(InviteCommand command, Optional<CommandOutcome> outcome) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("command_id", command.getCommandId())
                .field(
                        "outcome",
                        outcome.map(known -> known.getOutcome().name()).orElse(PENDING))
                .field("room", command.getRoomId())
                .field("user", command.getUserId());
        outcome.ifPresent(known -> details(json, known));
        List<ServerAttempt> attempts = outcome.map(CommandOutcome::getAttempts).orElse(List.of());
        return attempts(json.name("attempts"), attempts).endObject();
    }

    private static void details(JsonWriter json, CommandOutcome known) {
        optional(json, "detail", known.getDetail());
        optional(json, "event_id", known.getEventId());
        if (known.getOutcome() == OutcomeType.INVITED) {
            json.field("event", known.getEventJson().getBytes(UTF_8));
        }
        if (known.getRetryAfterMs() > 0) {
            json.field("retry_after_ms", known.getRetryAfterMs());
        }
        optional(json, "refused_by", known.getRefusedBy());
        optional(json, "import_id", known.getImportId());
    }

    /** Writes an array of attempts. */
    static JsonWriter attempts(JsonWriter json, List<ServerAttempt> attempts) {
        json.beginArray();
        attempts.forEach(attempt -> write(json, attempt));
        return json.endArray();
    }

    private static void write(JsonWriter json, ServerAttempt attempt) {
        json.beginObject()
                .field("server", attempt.getServer())
                .field("step", attempt.getStep().name())
                .field("result", attempt.getResult().name())
                .field("ms", attempt.getTookMs());
        if (attempt.getHttpStatus() != 0) {
            json.field("status", attempt.getHttpStatus());
        }
        optional(json, "errcode", attempt.getErrcode());
        optional(json, "detail", attempt.getDetail());
        json.endObject();
    }

    private static void optional(JsonWriter json, String name, String value) {
        if (!value.isEmpty()) {
            json.field(name, value);
        }
    }
}
