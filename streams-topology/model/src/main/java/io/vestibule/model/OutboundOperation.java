package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An invite or a retraction of ours on its way to one user: one per user and room. Immutable.
 *
 * @param command what is sent
 * @param attached further commands that hear the outcome
 * @param stage where it stands
 * @param round how many tries have failed
 * @param prepared what goes out, null while it is not signed
 * @param lastTry how the last try ended, null before the first has
 * @param attempts every call, the newest {@value #MAX_ATTEMPTS}
 */
public record OutboundOperation(
        OutboundCommand command,
        List<Waiter> attached,
        OutboundStage stage,
        int round,
        @Nullable Prepared prepared,
        @Nullable LastTry lastTry,
        List<Attempt> attempts) {

    private static final int MAX_ATTEMPTS = 50;

    /**
     * What goes out, the same in every try.
     *
     * @param event the signed event
     * @param via the servers that an invite names
     */
    public record Prepared(MemberEvent event, List<ServerName> via) {
        public Prepared {
            via = List.copyOf(via);
        }
    }

    /**
     * How the last try ended.
     *
     * @param type how
     * @param detail words for people
     * @param retryAfter how long the server wants to be left alone
     * @param mayHaveArrived whether this try or one before it may have arrived
     * @param endpoint the version that has to be called again, {@code UNKNOWN} for any
     */
    public record LastTry(
            WorkResultType type,
            String detail,
            Duration retryAfter,
            boolean mayHaveArrived,
            Invitation.Endpoint endpoint) {}

    public OutboundOperation {
        attached = List.copyOf(attached);
        attempts = List.copyOf(attempts);
    }

    static OutboundOperation start(OutboundCommand command) {
        return new OutboundOperation(command, List.of(), new OutboundStage.Over(), 0, null, null, List.of());
    }

    OutboundOperation attach(Waiter waiter) {
        List<Waiter> all = new ArrayList<>(attached);
        all.add(waiter);
        return new OutboundOperation(command, all, stage, round, prepared, lastTry, attempts);
    }

    OutboundOperation at(OutboundStage next) {
        return new OutboundOperation(command, attached, next, round, prepared, lastTry, attempts);
    }

    OutboundOperation resting(OutboundStage.Resting rest, int nextRound) {
        return new OutboundOperation(command, attached, rest, nextRound, prepared, lastTry, attempts);
    }

    OutboundOperation answered(Fact.Outbound.Answered answer) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.addAll(answer.attempts());
        List<Attempt> newest = all.subList(Math.max(0, all.size() - MAX_ATTEMPTS), all.size());
        Prepared next = answer.prepared() == null ? prepared : answer.prepared();
        boolean tried = stage instanceof OutboundStage.Sending;
        return new OutboundOperation(
                command, attached, new OutboundStage.Over(), round, next, tried ? after(answer) : lastTry, newest);
    }

    private LastTry after(Fact.Outbound.Answered answer) {
        boolean arrived = answer.type() == WorkResultType.AMBIGUOUS || (lastTry != null && lastTry.mayHaveArrived());
        Invitation.Endpoint before = lastTry == null ? Invitation.Endpoint.UNKNOWN : lastTry.endpoint();
        Invitation.Endpoint pinned = answer.type() == WorkResultType.AMBIGUOUS ? answer.endpoint() : before;
        return new LastTry(answer.type(), answer.detail(), answer.retryAfter(), arrived, pinned);
    }

    /** @return every command that hears the outcome */
    public List<Waiter> waiters() {
        return Stream.concat(Stream.of(command.waiter()), attached.stream()).toList();
    }

    boolean mayHaveArrived() {
        return lastTry != null && lastTry.mayHaveArrived();
    }
}
