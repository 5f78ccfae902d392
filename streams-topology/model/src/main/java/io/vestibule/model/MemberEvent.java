package io.vestibule.model;

import io.vestibule.matrix.id.EventId;

/**
 * A membership event. Immutable.
 *
 * @param id its event ID
 * @param json the event as signed; empty where only the ID is known
 */
public record MemberEvent(EventId id, String json) {

    /** @return an event of which only the ID is known */
    public static MemberEvent known(EventId id) {
        return new MemberEvent(id, "");
    }
}
