package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import org.jspecify.annotations.Nullable;

/**
 * A membership event that was handed to the worker to be sent. Immutable.
 *
 * @param order the order that sent it
 * @param membership join or leave
 * @param event the event
 * @param server the server that it goes to
 * @param invite the invite that it answers, null for a knock
 */
public record SentEvent(
        OrderId order,
        Membership membership,
        MemberEvent event,
        ServerName server,
        @Nullable EventId invite) {

    /** @return whether this is the same event at the same server for the same invite, whatever the order */
    boolean sameAs(SentEvent other) {
        return membership == other.membership && event.id().equals(other.event.id()) && server.equals(other.server);
    }
}
