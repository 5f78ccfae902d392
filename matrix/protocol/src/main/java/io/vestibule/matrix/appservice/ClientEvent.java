package io.vestibule.matrix.appservice;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A membership event in the form that clients and application services get (Client-Server API, "ClientEvent"; MSC2375).
 *
 * <p>Only named fields are taken over, so that nothing of the federation's format comes along: no hashes, signatures, auth or
 * previous events, no depth, nothing of the sender's {@code unsigned}. The same arguments give the same bytes.
 */
public final class ClientEvent {

    private static final long LARGEST = (1L << 53) - 1;

    private ClientEvent() {}

    /**
     * @param pdu the event as signed; fields that it lacks are left out
     * @param eventId its event ID
     * @param roomId its room
     * @param at the time, in milliseconds since 1970, at which {@code unsigned.age} is taken
     * @param inviteRoomState what an invite shows of the room, each entry reduced to {@code content}, {@code sender}, {@code
     *     state_key} and {@code type}, entries that lack one of them dropped; null for other events
     * @return canonical JSON
     */
    public static byte[] of(
            JsonObject pdu, EventId eventId, RoomId roomId, long at, @Nullable List<JsonObject> inviteRoomState) {
        JsonWriter writer = new JsonWriter().beginObject();
        pdu.object("content").ifPresent(content -> writer.field("content", content));
        writer.field("event_id", eventId.value());
        OptionalLong sentAt = pdu.integer("origin_server_ts");
        sentAt.ifPresent(sent -> writer.field("origin_server_ts", sent));
        writer.field("room_id", roomId.value());
        for (String name : List.of("sender", "state_key", "type")) {
            pdu.string(name).ifPresent(value -> writer.field(name, value));
        }
        writer.name("unsigned").beginObject();
        sentAt.ifPresent(sent -> age(writer, at, sent));
        if (inviteRoomState != null) {
            writer.name("invite_room_state").beginArray();
            inviteRoomState.forEach(entry -> stripped(writer, entry));
            writer.endArray();
        }
        return writer.endObject().endObject().toObject().canonical();
    }

    /** Left out where the sender's clock is so far off that the age would be no number of JSON. */
    private static void age(JsonWriter writer, long at, long sent) {
        if (Math.abs(sent) <= LARGEST && Math.abs(at - sent) <= LARGEST) {
            writer.field("age", at - sent);
        }
    }

    private static void stripped(JsonWriter writer, JsonObject entry) {
        if (entry.object("content").isEmpty()
                || entry.string("sender").isEmpty()
                || entry.string("state_key").isEmpty()
                || entry.string("type").isEmpty()) {
            return;
        }
        writer.beginObject();
        for (String name : List.of("content", "sender", "state_key", "type")) {
            entry.get(name).ifPresent(value -> writer.field(name, value));
        }
        writer.endObject();
    }
}
