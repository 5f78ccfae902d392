package io.vestibule.verifier;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.OutboundCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.WaitingCommand;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Every command ends in exactly one outcome: the ledger concludes it once, {@code invites.outcomes} says what the ledger says and
 * nothing else, and no command is passed over or kept beyond the times that the ledger promises.
 */
final class OneOutcome extends Check {

    static final String NAME = "one outcome per command";

    private final Map<CommandId, CommandCase> cases = new HashMap<>();
    private final Map<RoomUser, Long> promised = new HashMap<>();
    private final Progressed progressed = new Progressed();
    private Instant outcomesFrom = Instant.MAX;

    /** A command's name, which is its room's. */
    private record CommandId(String room, String id) {}

    OneOutcome(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void command(LogEntry<InviteCommand> entry, InviteCommand command) {
        if (!command.getCommandId().isEmpty() && !command.getRoomId().isEmpty()) {
            RoomUser whose = new RoomUser(command.getRoomId(), command.getUserId());
            of(command.getCommandId(), whose, entry.place()).asked(entry.place(), entry.at());
        }
    }

    private CommandCase of(String id, RoomUser whose, Place place) {
        return cases.computeIfAbsent(new CommandId(whose.room(), id), fresh -> new CommandCase(id, whose, place));
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        progressed.fact(event);
        switch (event.getType()) {
            case OPERATION_STARTED -> {
                var started = part(event.getOperationStarted(), event);
                takenUp(entry, event, started.getCommand(), started.getAnswerBy());
            }
            case COMMAND_ATTACHED ->
                takenUp(entry, event, part(event.getCommandAttached(), event).getCommand(), 0);
            case COMMAND_DEFERRED -> {
                InviteCommand later = part(event.getCommandDeferred(), event).getCommand();
                takenUp(entry, event, new WaitingCommand(later.getCommandId(), later.getType()), 0);
            }
            case REMOTE_LEAVE_RETRIED -> {
                var retried = part(event.getRemoteLeaveRetried(), event);
                takenUp(entry, event, retried.getCommand(), retried.getAnswerBy());
            }
            case OUTBOUND_STARTED ->
                outbound(entry, event, part(event.getOutboundStarted(), event).getCommand());
            case OUTBOUND_QUEUED ->
                outbound(entry, event, part(event.getOutboundQueued(), event).getCommand());
            case OUTBOUND_ATTACHED ->
                takenUp(entry, event, part(event.getOutboundAttached(), event).getCommand(), 0);
            case WORK_ORDERED ->
                promise(RoomUser.of(event), part(event.getWorkOrdered(), event).getWatchdog());
            case COMMAND_CONCLUDED ->
                concluded(entry, part(event.getCommandConcluded(), event).getOutcome());
            case USER_FORGOTTEN -> forgotten(RoomUser.of(event));
            default -> {}
        }
    }

    /** The outcomes are no longer remembered. */
    private void forgotten(RoomUser whose) {
        cases.values().stream().filter(command -> command.whose().equals(whose)).forEach(CommandCase::mayBeDecidedAnew);
    }

    private void outbound(LogEntry<LedgerEvent> entry, LedgerEvent event, OutboundCommand command) {
        takenUp(entry, event, command.getCommand(), command.getNotAfter());
    }

    private void takenUp(LogEntry<LedgerEvent> entry, LedgerEvent event, WaitingCommand command, long answerBy) {
        RoomUser whose = RoomUser.of(event);
        promise(whose, Math.max(answerBy, event.getDecidedAt()));
        of(command.getCommandId(), whose, entry.place()).takenUp();
    }

    /** Another one may be tried until then, so that whoever waits for this user may have to. */
    private void promise(RoomUser whose, long until) {
        promised.merge(whose, until, Math::max);
    }

    private void concluded(LogEntry<LedgerEvent> entry, CommandOutcome outcome) {
        RoomUser whose = new RoomUser(outcome.getRoomId(), outcome.getUserId());
        CommandCase command = of(outcome.getCommandId(), whose, entry.place());
        if (outcome.getCommand() == CommandType.FORGET_INVITE) {
            command.mayBeDecidedAnew();
        }
        if (command.isConcluded() && !command.isDecidedAnew()) {
            violated(
                    entry.place(),
                    whose,
                    "one end of " + command.id() + ", which is at " + command.concludedAt(),
                    "another one, " + outcome.getOutcome());
        }
        command.concluded(entry.place(), outcome.getDecidedAt(), Fingerprint.of(outcome));
    }

    @Override
    void outcome(LogEntry<CommandOutcome> entry, CommandOutcome outcome) {
        outcomesFrom = entry.at().isBefore(outcomesFrom) ? entry.at() : outcomesFrom;
        RoomUser whose = new RoomUser(outcome.getRoomId(), outcome.getUserId());
        CommandCase command = of(outcome.getCommandId(), whose, entry.place());
        Fingerprint told = Fingerprint.of(outcome);
        if (command.isTold() && !command.isDecidedAnew() && !command.told().equals(told)) {
            violated(
                    entry.place(),
                    whose,
                    "the outcome of " + command.id() + " that is at " + command.toldAt(),
                    "another one, " + outcome.getOutcome());
        }
        boolean inTheLedger = command.isConcluded() || outcome.getOutcome() == OutcomeType.INVALID_COMMAND;
        if (!inTheLedger && !terms().isLedgerCut() && !terms().isYoung(entry.at())) {
            violated(
                    entry.place(),
                    whose,
                    "an outcome of " + command.id() + " that the ledger knows",
                    outcome.getOutcome() + ", which it does not");
        } else if (command.isConcluded()
                && !command.isDecidedAnew()
                && !command.outcome().equals(told)) {
            violated(
                    entry.place(),
                    whose,
                    "the outcome that the ledger has at " + command.concludedAt(),
                    "another one, " + outcome.getOutcome());
        }
        command.told(entry.place(), entry.at(), told);
    }

    @Override
    void finish() {
        cases.values().forEach(this::judge);
    }

    private void judge(CommandCase command) {
        if (command.isTold()) {
            judgeRepeats(command);
        } else if (command.isConcluded()) {
            judgeUntold(command);
        } else if (command.isTakenUp()) {
            long until = promised.getOrDefault(command.whose(), 0L);
            judgeOpen(command, Instant.ofEpochMilli(until).plus(terms().bounds().late()));
        } else {
            judgeUndecided(command);
        }
    }

    private void judgeRepeats(CommandCase command) {
        boolean known = command.asked() > 0 && !terms().log().isCut(Topics.INVITES_COMMANDS, terms().partition());
        if (!known || terms().isYoung(command.lastToldAt())) {
            judged();
        } else {
            judge(
                    command.outcomes() <= command.asked(),
                    command.toldAt(),
                    command.whose(),
                    "one outcome of " + command.id() + ", which was asked " + command.asked() + " times",
                    command.outcomes() + " outcomes");
        }
    }

    private void judgeUntold(CommandCase command) {
        Instant at = Instant.ofEpochMilli(command.concludedTime());
        boolean gone = terms().isCut(Topics.INVITES_OUTCOMES) && at.isBefore(outcomesFrom);
        if (terms().isYoung(at) || gone) {
            notJudged();
        } else {
            judge(
                    false,
                    command.concludedAt(),
                    command.whose(),
                    "the outcome of " + command.id() + " in invites.outcomes",
                    "it is not there");
        }
    }

    private void judgeOpen(CommandCase command, Instant latest) {
        if (latest.isBefore(terms().takenAt())) {
            judge(
                    false,
                    command.place(),
                    command.whose(),
                    "an outcome of " + command.id() + " by " + latest,
                    "none at " + terms().takenAt());
        } else {
            notJudged();
        }
    }

    private void judgeUndecided(CommandCase command) {
        String expected = "an outcome of " + command.id();
        boolean gone = terms().isCut(Topics.INVITES_OUTCOMES) && command.at().isBefore(outcomesFrom);
        Bounds bounds = terms().bounds();
        if (gone) {
            notJudged();
        } else if (progressed.isPast(command.place())) {
            judge(false, command.place(), command.whose(), expected, "later commands are decided and it is not");
        } else if (bounds.between(command.at(), terms().takenAt()).compareTo(bounds.delay()) > 0) {
            judge(false, command.place(), command.whose(), expected, "undecided at " + terms().takenAt());
        } else {
            notJudged();
        }
    }
}
