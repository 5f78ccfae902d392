package io.vestibule.model;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one user in one room: a fold of the ledger. Immutable.
 *
 * @param state where the user stands
 * @param invitedAt when the newest invite was recorded, null when there never was one
 * @param signing the signature that a leave lacks, null when none does
 * @param claims leaves and bans that are not verified yet
 * @param sent membership events whose fate is not known
 * @param lineage the newest invite and the membership events known to follow it
 * @param appservices the application services that hear of the newest invite and of what becomes of it
 * @param early words of the homeserver that came before the invite which they may follow
 * @param changedAt when the state last changed in a way that others see
 * @param version how many facts this is a fold of
 */
public record InviteRecord(
        InviteState state,
        @Nullable Instant invitedAt,
        @Nullable Signing signing,
        List<Claim> claims,
        List<SentEvent> sent,
        List<EventId> lineage,
        List<AppserviceId> appservices,
        List<EarlyMembership> early,
        Instant changedAt,
        long version) {

    /** A user of whom nothing is known in this room. */
    public static final InviteRecord EMPTY = new InviteRecord(
            new InviteState.None(),
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Instant.EPOCH,
            0);

    public InviteRecord {
        claims = List.copyOf(claims);
        sent = List.copyOf(sent);
        lineage = List.copyOf(lineage);
        appservices = List.copyOf(appservices);
        early = List.copyOf(early);
    }

    /** @return whether there is nothing worth keeping */
    public boolean isEmpty() {
        return state instanceof InviteState.None && claims.isEmpty() && early.isEmpty() && signing == null;
    }

    /**
     * @param settledFor how long settled records are kept
     * @return when this record has to be looked at, null when only an input can change it
     */
    public @Nullable Instant wake(Duration settledFor) {
        Instant due = state.settled() ? changedAt.plus(settledFor) : null;
        for (Claim claim : claims) {
            due = earlier(due, claim.until());
        }
        for (EarlyMembership word : early) {
            due = earlier(due, word.until());
        }
        if (signing != null && signing.order() != null) {
            due = earlier(due, signing.until());
        }
        Operation operation = state.inFlight();
        if (operation != null) {
            due = earlier(due, operation.walk().stage().wake());
            if (!operation.walk().stage().pastReturn() || state instanceof InviteState.Rejecting) {
                due = earlier(due, operation.terms().answerBy());
            }
        }
        RemoteLeave remote = remote();
        if (remote != null) {
            due = earlier(due, remote.isAtRest() ? null : remote.walk().stage().wake());
            due = earlier(due, remote.answerBy());
        }
        return due;
    }

    /** @return from when on work is due that may wait until there is room for it, null when there is none */
    public @Nullable Instant backgroundWake() {
        Instant due = signing != null && signing.order() == null ? signing.until() : null;
        RemoteLeave remote = remote();
        return remote != null && remote.isAtRest()
                ? earlier(due, remote.walk().stage().wake())
                : due;
    }

    /** @return whether an order is open for which nobody waits, claims aside */
    public boolean worksInBackground() {
        RemoteLeave remote = remote();
        boolean signs = state instanceof InviteState.Left && signing != null && signing.order() != null;
        boolean walks = remote != null && !remote.isAtRest() && remote.waiters().isEmpty();
        return signs || walks;
    }

    private @Nullable RemoteLeave remote() {
        return state instanceof InviteState.Left left ? left.remote() : null;
    }

    /** @return the event that was sent for the invite with unknown fate, null when there is none */
    @Nullable
    SentEvent unconfirmed(Membership membership, @Nullable EventId invite) {
        for (SentEvent event : sent) {
            if (event.membership() == membership
                    && event.invite() != null
                    && event.invite().equals(invite)) {
                return event;
            }
        }
        return null;
    }

    /** @return whether one of the events is the newest invite or known to follow it */
    boolean followedBy(List<EventId> cited) {
        return cited.stream().anyMatch(lineage::contains);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.isBefore(one) ? other : one;
    }
}
