package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import java.time.Instant;
import java.util.List;

/**
 * The homeserver's word on a membership that follows something which has not come here yet. Immutable.
 *
 * @param membership the membership
 * @param eventId the event that says so
 * @param cites its auth and prev events
 * @param until when it is forgotten
 */
public record EarlyMembership(Membership membership, EventId eventId, List<EventId> cites, Instant until) {
    public EarlyMembership {
        cites = List.copyOf(cites);
    }
}
