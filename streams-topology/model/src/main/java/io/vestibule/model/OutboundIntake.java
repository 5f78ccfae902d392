package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** Commands to invite users of other servers, and to withdraw such an invite: one is on its way per user, the others wait. */
final class OutboundIntake {

    private static final int MAX_QUEUED = 8;

    /** In characters, which are at most three bytes each: what waits must fit into the record beside what is on its way. */
    private static final long MAX_WEIGHT = 1024L * 1024;

    private final Desk desk;
    private final Draft draft;
    private final OutboundFlow flow;

    OutboundIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
        this.flow = desk.outbound();
    }

    /** A command from the log: one that is under way already changes nothing. */
    void received(Command command) {
        if (!draft.outbound(command.user()).concerns(command.id())) {
            decide(command);
        }
    }

    private void decide(Command command) {
        UserId user = command.user();
        Outgoing outgoing = command.outgoing();
        boolean retracts = command.type() == CommandType.RETRACT_INVITE;
        if (outgoing == null) {
            answer(command, OutcomeType.INVALID_COMMAND, "the command carries nothing to send");
        } else if (desk.rules().isOwn(user.server())) {
            answer(
                    command,
                    OutcomeType.INVALID_COMMAND,
                    user + " is a user of our own, whom no server needs to be told of");
        } else if (!retracts && draft.room().blocked()) {
            answer(command, OutcomeType.BLOCKED, "the room is blocked here");
        } else {
            OutboundCommand resolved = resolve(command, outgoing);
            if (flow.isLate(resolved)) {
                answer(command, OutcomeType.EXPIRED, "the command's deadline had passed");
            } else {
                take(user, resolved);
            }
        }
    }

    private OutboundCommand resolve(Command command, Outgoing outgoing) {
        Rules.Outbound rules = desk.rules().outbound();
        boolean retracts = command.type() == CommandType.RETRACT_INVITE;
        Instant given = command.notAfter();
        Instant notAfter = given == null ? draft.now().plus(retracts ? rules.retraction() : rules.invite()) : given;
        return new OutboundCommand(
                command.waiter(),
                outgoing.eventJson(),
                outgoing.version(),
                outgoing.state(),
                retracts ? new OutboundCommand.Via(List.of(), false) : via(outgoing.via()),
                outgoing.policyServer(),
                notAfter);
    }

    private OutboundCommand.Via via(Outgoing.Via wanted) {
        if (!wanted.given().isEmpty()) {
            return new OutboundCommand.Via(List.copyOf(new LinkedHashSet<>(wanted.given())), false);
        }
        ServerAcl acl = wanted.acl() == null ? draft.room().acl() : wanted.acl();
        ServerName own = desk.rules().ownServers().stream()
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new OutboundCommand.Via(ViaChoice.of(wanted.servers(), acl, own), true);
    }

    private void take(UserId user, OutboundCommand command) {
        OutboundRecord record = draft.outbound(user);
        OutboundOperation running = record.operation();
        if (running == null) {
            flow.start(user, command);
        } else if (record.queue().isEmpty() && running.command().sameAs(command)) {
            draft.record(user, new Fact.Outbound.Attached(command.waiter()));
        } else if (!fits(record, command)) {
            desk.conclude(
                    user,
                    command.waiter(),
                    Desk.Answer.of(OutcomeType.CANCELLED, "too much waits for this user already"));
        } else {
            draft.record(user, new Fact.Outbound.Queued(command));
            if (running.stage() instanceof OutboundStage.Resting) {
                flow.giveWay(user);
            }
        }
    }

    private static boolean fits(OutboundRecord record, OutboundCommand command) {
        long weight = record.queue().stream().mapToLong(OutboundCommand::weight).sum();
        return record.queue().size() < MAX_QUEUED && weight + command.weight() <= MAX_WEIGHT;
    }

    private void answer(Command command, OutcomeType type, String detail) {
        desk.conclude(command.user(), command.waiter(), Desk.Answer.of(type, detail));
    }
}
