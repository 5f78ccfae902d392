package io.vestibule.operator;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.model.WalkOrder;
import io.vestibule.model.WalkOrder.Place;
import java.util.List;
import java.util.Optional;

/** Why each server of a room stands where it stands, in words and as JSON. */
public final class RouteReasons {

    private RouteReasons() {}

    /** @return a sentence without its full stop */
    public static String why(Place place) {
        String named = switch (place.source()) {
            case VIA -> "in the via of invite " + place.invite();
            case SENDER -> "the sender's server of invite " + place.invite() + ", which has no via";
            case STRIPPED_STATE ->
                "named in the invite_room_state of invite " + place.invite()
                        + ", which has no via; asked after all via";
            case LAST_RESORT ->
                "the sender's server of invite " + place.invite() + ", which its via does not name: asked last";
            case CREATOR -> "the server of the room's creator";
            case UNKNOWN -> "for a reason that this release does not know, by invite " + place.invite();
        };
        String at = place.at() == null ? "" : ", recorded " + place.at();
        return named + at + standing(place.standing());
    }

    private static String standing(WalkOrder.Standing standing) {
        return switch (standing) {
            case ASKED -> "";
            case OWN -> "; not asked: it is this homeserver";
            case DENIED_BY_ACL -> "; not asked: the room's server ACL denies it";
            case TOO_OLD -> "; not asked: the invite is too old";
        };
    }

    /** Writes an array of {@code {"server","standing","source","invite","invited_at","why"}}. */
    public static void write(List<Place> order, JsonWriter json) {
        json.beginArray();
        for (Place place : order) {
            json.beginObject()
                    .field("server", place.server().value())
                    .field("standing", place.standing().name())
                    .field("source", place.source().name())
                    .field("invite", place.invite());
            Optional.ofNullable(place.at()).ifPresent(at -> json.field("invited_at", at.toString()));
            json.field("why", why(place)).endObject();
        }
        json.endArray();
    }
}
