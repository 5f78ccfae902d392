package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.operator.OutcomeJson;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A command's outcome for people and for scripts. */
public final class OutcomeText {

    private OutcomeText() {}

    /**
     * @return {@code {"command_id","outcome","attempts":[{"server","step","result","ms"}]}} and what else is known; the
     *     outcome is PENDING when none is known yet
     */
    public static String json(InviteCommand command, Optional<CommandOutcome> outcome) {
        return new String(OutcomeJson.of(command, outcome).toBytes(), UTF_8);
    }

    /** @return a sentence, then a line per attempt */
    public static String plain(InviteCommand command, Optional<CommandOutcome> outcome) {
        StringBuilder text =
                new StringBuilder(outcome.map(known -> known.getOutcome().name())
                        .orElse(OutcomeJson.PENDING + ": no outcome yet; the command stays in force"));
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
}
