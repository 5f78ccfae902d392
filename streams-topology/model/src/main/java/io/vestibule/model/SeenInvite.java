package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * That an invite was taken, remembered apart from its user's record so that it is not taken again. While an invite is the
 * newest of its user the record says so itself, and nothing else has to. Follows from a fact, as a view does. Immutable.
 *
 * @param eventId the invite's event ID
 * @param referenceHash its reference hash, unpadded URL-safe base64
 * @param seenAt when it was recorded
 */
public record SeenInvite(EventId eventId, String referenceHash, Instant seenAt) {

    private static SeenInvite of(Invitation invite, Instant seenAt) {
        return new SeenInvite(invite.eventId(), invite.event().referenceHash(), seenAt);
    }

    /**
     * What is to be remembered from a fact on: the invite that the user's record gives up, and at once an invite whose event ID
     * does not follow from its content, since the ID may come again for another user.
     *
     * @param before the user's record before the fact
     * @param after the record after it
     * @param event the fact in the ledger, of that user
     * @return at most one of each
     */
    public static List<SeenInvite> of(InviteRecord before, InviteRecord after, LedgerEvent event) {
        List<SeenInvite> seen = new ArrayList<>(0);
        Invitation was = before.state().newestInvite();
        if (was != null && was.isNamedByContent() && !was.hasIdOf(after.state().newestInvite())) {
            seen.add(of(was, Objects.requireNonNullElse(before.invitedAt(), event.decidedAt())));
        }
        if (event.fact() instanceof Fact.InviteRecorded recorded
                && !recorded.invitation().isNamedByContent()) {
            seen.add(of(recorded.invitation(), event.decidedAt()));
        }
        return seen;
    }
}
