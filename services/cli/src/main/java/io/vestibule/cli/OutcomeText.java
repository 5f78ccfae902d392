package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A command's outcome for people and for scripts. */
public final class OutcomeText {

    private static final String PENDING = "PENDING";

    private OutcomeText() {}

    /**
     * @return {@code {"command_id","outcome","attempts":[{"server","step","result","ms"}]}} and what else is known; the
     *     outcome is PENDING when none is known yet
     */
    public static String json(InviteCommand command, Optional<CommandOutcome> outcome) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("command_id", command.getCommandId())
                .field(
                        "outcome",
                        outcome.map(known -> known.getOutcome().name()).orElse(PENDING))
                .field("room", command.getRoomId())
                .field("user", command.getUserId());
        outcome.ifPresent(known -> {
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
        });
        json.name("attempts").beginArray();
        attempts(outcome).forEach(attempt -> write(json, attempt));
        return new String(json.endArray().endObject().toBytes(), UTF_8);
    }

    /** @return a sentence, then a line per attempt */
    public static String plain(InviteCommand command, Optional<CommandOutcome> outcome) {
        StringBuilder text =
                new StringBuilder(outcome.map(known -> known.getOutcome().name())
                        .orElse(PENDING + ": no outcome yet; the command stays in force"));
        outcome.map(CommandOutcome::getDetail)
                .filter(detail -> !detail.isEmpty())
                .ifPresent(detail -> text.append(": ").append(detail));
        text.append("\n  command  ").append(command.getCommandId());
        outcome.map(CommandOutcome::getEventId)
                .filter(id -> !id.isEmpty())
                .ifPresent(id -> text.append("\n  event    ").append(id));
        outcome.filter(known -> known.getOutcome() == OutcomeType.INVITED)
                .ifPresent(known -> text.append("\n  signed   ").append(known.getEventJson()));
        for (ServerAttempt attempt : attempts(outcome)) {
            text.append("\n  ").append(line(attempt.getServer(), attempt));
        }
        return text.toString();
    }

    /**
     * @param name the server's name as it is to be shown
     * @return one attempt in one line: server, step, result, duration, and what the server said
     */
    public static String line(String name, ServerAttempt attempt) {
        String said = attempt.getErrcode().isEmpty() ? attempt.getDetail() : attempt.getErrcode();
        return "%-16s %-5s %-20s %6d ms  %s"
                .formatted(
                        name,
                        attempt.getStep().name().toLowerCase(Locale.ROOT),
                        attempt.getResult(),
                        attempt.getTookMs(),
                        said)
                .stripTrailing();
    }

    private static List<ServerAttempt> attempts(Optional<CommandOutcome> outcome) {
        return outcome.map(CommandOutcome::getAttempts).orElse(List.of());
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
