package io.vestibule.matrix.room;

import io.vestibule.matrix.json.JsonRules;

/**
 * The form of events.
 *
 * @param json       which numbers they may hold
 * @param eventId    where their IDs come from
 * @param references how they name other events
 * @param roomId     where the room's ID comes from
 * @param maxDepth   the largest depth, inclusive
 */
public record EventFormat(
        JsonRules json, EventIdForm eventId, ReferenceForm references, RoomIdForm roomId, long maxDepth) {

    EventFormat withJson(JsonRules changed, long changedMaxDepth) {
        return new EventFormat(changed, eventId, references, roomId, changedMaxDepth);
    }

    EventFormat withEventId(EventIdForm changed, ReferenceForm changedReferences) {
        return new EventFormat(json, changed, changedReferences, roomId, maxDepth);
    }

    EventFormat withRoomId(RoomIdForm changed) {
        return new EventFormat(json, eventId, references, changed, maxDepth);
    }
}
