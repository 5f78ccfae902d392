package io.vestibule.model;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A membership event that application services are to hear of: the invite itself, and each event that takes its place in
 * what is true here. Follows from a fact, as a view does. Immutable.
 *
 * @param user the local user
 * @param appservices who hears of it, at least one, as decided when the invite was recorded
 * @param event the event, with its JSON
 * @param invite the invite if the event is one, else null
 * @param at when it was decided
 */
public record Delivery(
        UserId user,
        List<AppserviceId> appservices,
        MemberEvent event,
        @Nullable Invitation invite,
        Instant at) {

    public Delivery {
        appservices = List.copyOf(appservices);
    }

    /**
     * @param before the user's record before the fact
     * @param after the record after it
     * @param event the fact in the ledger, of that user
     * @return what follows, null where nobody is interested, nothing has changed, or only the event's ID is known
     */
    static @Nullable Delivery of(InviteRecord before, InviteRecord after, LedgerEvent event) {
        UserId user = event.user();
        MemberEvent was = before.state().membershipEvent();
        MemberEvent is = after.state().membershipEvent();
        if (user == null
                || after.appservices().isEmpty()
                || is == null
                || is.json().isEmpty()) {
            return null;
        }
        if (was != null && was.id().equals(is.id())) {
            return null;
        }
        Invitation newest = after.state().newestInvite();
        boolean invite = newest != null && newest.eventId().equals(is.id());
        return new Delivery(user, after.appservices(), is, invite ? newest : null, event.decidedAt());
    }
}
