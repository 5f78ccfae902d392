package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.CommandType;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Outcome;
import io.vestibule.model.OutcomeType;
import io.vestibule.model.Waiter;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Outcomes. */
public final class OutcomeCodec {

    private OutcomeCodec() {}

    /** @return the outcome as it is published */
    public static CommandOutcome write(Outcome outcome) {
        Outcome.Refusal refusal = outcome.refusal();
        MemberEvent event = outcome.event();
        return CommandOutcome.newBuilder()
                .setCommandId(outcome.waiter().id().value())
                .setCommand(Values.same(
                        io.vestibule.schemas.CommandType.class, outcome.waiter().type()))
                .setRoomId(outcome.room().value())
                .setUserId(outcome.user().value())
                .setOutcome(Values.same(io.vestibule.schemas.OutcomeType.class, outcome.type()))
                .setDetail(outcome.detail())
                .setDecidedAt(Values.millis(outcome.decidedAt()))
                .setAttempts(ServerCodec.writeAttempts(outcome.attempts()))
                .setRefusedBy(refusal == null ? "" : refusal.server().value())
                .setRefusedByInvite(refusal == null ? "" : Values.text(refusal.contributedBy()))
                .setEventId(event == null ? "" : event.id().value())
                .setEventJson(event == null ? "" : event.json())
                .setImportId(Values.text(outcome.importId()))
                .setRetryAfterMs(outcome.retryAfter().toMillis())
                .build();
    }

    /** @throws IllegalArgumentException if an identifier is none */
    public static Outcome read(CommandOutcome outcome) {
        return new Outcome(
                new Waiter(new CommandId(outcome.getCommandId()), Values.same(CommandType.class, outcome.getCommand())),
                RoomId.of(outcome.getRoomId()),
                UserId.of(outcome.getUserId()),
                Values.same(OutcomeType.class, outcome.getOutcome()),
                outcome.getDetail(),
                Values.instant(outcome.getDecidedAt()),
                ServerCodec.readAttempts(outcome.getAttempts()),
                refusal(outcome),
                event(outcome),
                Values.importId(outcome.getImportId()),
                Duration.ofMillis(outcome.getRetryAfterMs()));
    }

    private static Outcome.@Nullable Refusal refusal(CommandOutcome outcome) {
        return outcome.getRefusedBy().isEmpty()
                ? null
                : new Outcome.Refusal(
                        ServerName.of(outcome.getRefusedBy()), Values.event(outcome.getRefusedByInvite()));
    }

    private static @Nullable MemberEvent event(CommandOutcome outcome) {
        return outcome.getEventId().isEmpty()
                ? null
                : new MemberEvent(EventId.of(outcome.getEventId()), outcome.getEventJson());
    }

    /**
     * The outcome of a command whose identifiers are none. It has no place in a room's books, so that its time is the
     * command's own: a repeat gets the identical outcome.
     *
     * @param why which identifier is none
     */
    public static CommandOutcome invalid(InviteCommand command, String why) {
        return CommandOutcome.newBuilder()
                .setCommandId(command.getCommandId())
                .setCommand(command.getType())
                .setRoomId(command.getRoomId())
                .setUserId(command.getUserId())
                .setOutcome(io.vestibule.schemas.OutcomeType.INVALID_COMMAND)
                .setDetail(why)
                .setDecidedAt(command.getIssuedAt())
                .build();
    }
}
