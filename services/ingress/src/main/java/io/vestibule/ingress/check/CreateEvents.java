package io.vestibule.ingress.check;

import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.room.RoomIdForm;
import io.vestibule.matrix.room.RoomVersionRules;

/** What a create event must be to found a room, before its signature is looked at (MSC4311, MSC4329). */
final class CreateEvents {

    /** The outcome of the checks. */
    sealed interface Reading {
        /** All is as it must be; the signature is still to be checked. */
        record Plausible(Pdu create) implements Reading {}

        /** It cannot be this room's create event. */
        record Wrong(String reason) implements Reading {}
    }

    private CreateEvents() {}

    static Reading read(JsonObject json, RoomVersionRules rules, RoomId room) {
        return switch (Pdu.read(json, rules)) {
            case MalformedPdu malformed -> wrong("the create event is malformed: " + malformed.detail());
            case Pdu create -> judge(create, rules, room);
        };
    }

    /** Whether the room's ID is the event's hash, so that the event needs no signature to be the room's. */
    static boolean isProvenByHash(RoomVersionRules rules) {
        return rules.format().roomId() == RoomIdForm.CREATE_EVENT_HASH;
    }

    private static Reading judge(Pdu create, RoomVersionRules rules, RoomId room) {
        if (!create.isState(StrippedEntry.CREATE)) {
            return wrong("the create event is not of type m.room.create with an empty state_key");
        }
        if (!create.roomId().equals(room)) {
            return wrong("the create event is of room " + create.roomId());
        }
        if (!isProvenByHash(rules) && !isOfRoomsDomain(create, room)) {
            return wrong("the sender of the create event is no user of the room ID's server");
        }
        if (!create.authEvents().isEmpty() || !create.prevEvents().isEmpty()) {
            return wrong("the create event has events before it");
        }
        if (!version(create.content()).equals(rules.id().value())) {
            return wrong("the create event is of another room version than " + rules.id());
        }
        // Up to version 10 redaction drops room_version, so that only this hash covers it.
        if (!create.contentHashMatches()) {
            return wrong("the content hash of the create event does not match");
        }
        return new Reading.Plausible(create);
    }

    private static boolean isOfRoomsDomain(Pdu create, RoomId room) {
        return room.domain().filter(create.sender().server().value()::equals).isPresent();
    }

    private static String version(JsonObject content) {
        return switch (content.get("room_version").orElse(null)) {
            case null -> "1";
            case JsonString text -> text.value();
            case JsonValue other -> "";
        };
    }

    private static Reading wrong(String reason) {
        return new Reading.Wrong(reason);
    }
}
