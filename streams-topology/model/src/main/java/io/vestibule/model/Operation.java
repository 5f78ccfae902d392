package io.vestibule.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The accept or reject that is in flight: one per user and room. Immutable.
 *
 * @param terms what was asked for, and until when
 * @param waiters the commands that hear its outcome
 * @param deferred opposite commands that came after the point of no return
 * @param walk the handshake
 * @param newerInvite an invite of the same user came meanwhile
 * @param walkedAgain the walk was started once more for it
 */
public record Operation(
        Terms terms,
        List<Waiter> waiters,
        List<Command> deferred,
        Walk walk,
        boolean newerInvite,
        boolean walkedAgain) {

    /**
     * What was asked for, and until when.
     *
     * @param wish what should stand in the member event
     * @param startedAt when it began
     * @param notAfter no PUT is started after this
     * @param answerBy when the commands are answered, unless an event is on its way
     * @param ownInviteOnly only servers of the user's newest invite are asked
     */
    public record Terms(Wish wish, Instant startedAt, Instant notAfter, Instant answerBy, boolean ownInviteOnly) {}

    public Operation {
        waiters = List.copyOf(waiters);
        deferred = List.copyOf(deferred);
    }

    static Operation start(Terms terms, Waiter first) {
        return new Operation(terms, List.of(first), List.of(), Walk.IDLE, false, false);
    }

    Operation attach(Waiter waiter) {
        return new Operation(terms, plus(waiters, waiter), deferred, walk, newerInvite, walkedAgain);
    }

    Operation defer(Command command) {
        return new Operation(terms, waiters, plus(deferred, command), walk, newerInvite, walkedAgain);
    }

    Operation without(CommandId concluded) {
        return new Operation(
                terms,
                waiters.stream()
                        .filter(waiter -> !waiter.id().equals(concluded))
                        .toList(),
                deferred.stream()
                        .filter(command -> !command.id().equals(concluded))
                        .toList(),
                walk,
                newerInvite,
                walkedAgain);
    }

    Operation with(Walk next) {
        return new Operation(terms, waiters, deferred, next, newerInvite, walkedAgain);
    }

    Operation newerInviteCame() {
        return new Operation(terms, waiters, deferred, walk, true, walkedAgain);
    }

    Operation again() {
        return new Operation(terms, waiters, deferred, walk, false, true);
    }

    /** @return whether the command is one of those that are answered by this operation's end */
    boolean concerns(CommandId id) {
        return waiters.stream().anyMatch(waiter -> waiter.id().equals(id))
                || deferred.stream().anyMatch(command -> command.id().equals(id));
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
