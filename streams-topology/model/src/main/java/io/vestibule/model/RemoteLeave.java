package io.vestibule.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leave handshake that goes on behind a leave that is already true here. Immutable.
 *
 * @param walk the handshake; at rest it waits
 * @param plan whom it asks and for how long
 * @param round how many rounds have failed
 * @param waiters retry commands that hear how the running round ends
 * @param answerBy when those are answered, null when there are none
 */
public record RemoteLeave(
        Walk walk,
        Plan plan,
        int round,
        List<Waiter> waiters,
        @Nullable Instant answerBy) {

    /**
     * Whom to ask and for how long.
     *
     * @param servers the servers of each round, in order
     * @param giveUpAt no round starts after this
     * @param checkingRefusal another server than the sender's refused; this asks the sender's
     */
    public record Plan(List<Candidate> servers, Instant giveUpAt, boolean checkingRefusal) {
        public Plan {
            servers = List.copyOf(servers);
        }
    }

    /** Why a background leave ended without confirmation. */
    public enum End {
        /** One that this release does not know. */
        UNKNOWN,
        /** The sender's server refused. */
        REFUSED,
        /** The room has moved on. */
        SUPERSEDED,
        /** The homeserver told of another membership. */
        MEMBERSHIP_CHANGED,
        /** It was tried for long enough. */
        EXPIRED,
        /** There is no server to ask. */
        NO_SERVER,
        /** The user is forgotten. */
        FORGOTTEN
    }

    public RemoteLeave {
        waiters = List.copyOf(waiters);
    }

    static RemoteLeave of(Walk walk, Plan plan) {
        return new RemoteLeave(walk, plan, 0, List.of(), null);
    }

    /** @return whether the next round waits for its time, and then for room */
    boolean isAtRest() {
        return walk.stage() instanceof Stage.Waiting;
    }

    RemoteLeave with(Walk next) {
        return new RemoteLeave(next, plan, round, waiters, answerBy);
    }

    RemoteLeave resting(Instant until, int nextRound, Plan next) {
        Walk walkAtRest = new Walk(new Stage.Waiting(until), next.servers(), walk.attempts());
        return new RemoteLeave(walkAtRest, next, nextRound, waiters, answerBy);
    }

    RemoteLeave retried(Waiter waiter, Instant by, Plan next) {
        List<Waiter> all = new ArrayList<>(waiters);
        all.add(waiter);
        return new RemoteLeave(walk, next, round, all, answerBy == null || by.isBefore(answerBy) ? by : answerBy);
    }

    RemoteLeave without(CommandId concluded) {
        List<Waiter> rest = waiters.stream()
                .filter(waiter -> !waiter.id().equals(concluded))
                .toList();
        return new RemoteLeave(walk, plan, round, rest, rest.isEmpty() ? null : answerBy);
    }
}
