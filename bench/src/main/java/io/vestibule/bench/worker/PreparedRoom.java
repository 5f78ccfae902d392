package io.vestibule.bench.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A small room on one server, and what that server answers about it. Immutable.
 *
 * @param id the room
 * @param resident its only server
 * @param state its state, signed
 */
record PreparedRoom(RoomId id, ServerName resident, List<Pdu> state) {

    static final RoomVersionRules RULES = RoomVersions.V11;

    private static final String TEMPLATE = """
            {"room_version":"11","event":{"type":"m.room.member","room_id":"%s","sender":"%s","state_key":"%2$s",\
            "content":{"membership":"join"},"depth":7,"origin_server_ts":1760000000000,"auth_events":["%s","%s","%s"],\
            "prev_events":["%5$s"]}}""";

    static PreparedRoom on(ServerName resident, SigningKeyFile keys) {
        RoomId id = RoomId.of("!room:" + resident);
        EventSigner signer = new EventSigner(Ed25519.fastest(), resident, keys.signingKey());
        String creator = "@creator:" + resident;
        List<Pdu> state = List.of(
                event(signer, id, creator, "m.room.create", "", "{\"room_version\":\"11\"}"),
                event(signer, id, creator, "m.room.member", creator, "{\"membership\":\"join\"}"),
                event(signer, id, creator, "m.room.power_levels", "", "{\"users\":{\"" + creator + "\":100}}"),
                event(signer, id, creator, "m.room.join_rules", "", "{\"join_rule\":\"public\"}"));
        return new PreparedRoom(id, resident, state);
    }

    /** The answer to {@code make_join}. */
    byte[] template(String user) {
        return TEMPLATE.formatted(
                        id,
                        user,
                        state.get(0).eventId(),
                        state.get(2).eventId(),
                        state.get(3).eventId())
                .getBytes(UTF_8);
    }

    /** The answer to {@code send_join}. */
    byte[] joined() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("{\"origin\":\"" + resident + "\",\"members_omitted\":false,\"auth_chain\":[],\"state\":[")
                .getBytes(UTF_8));
        for (int event = 0; event < state.size(); event++) {
            answer.writeBytes((event == 0 ? "" : ",").getBytes(UTF_8));
            answer.writeBytes(state.get(event).bytes());
        }
        answer.writeBytes("]}".getBytes(UTF_8));
        return answer.toByteArray();
    }

    private static Pdu event(
            EventSigner signer, RoomId room, String sender, String type, String stateKey, String content) {
        JsonWriter draft = new JsonWriter().beginObject();
        draft.field("type", type).field("state_key", stateKey).field("sender", sender);
        draft.field("room_id", room.value()).field("depth", 1).field("origin_server_ts", 1_760_000_000_000L);
        draft.name("auth_events").beginArray().endArray();
        draft.name("prev_events").beginArray().endArray();
        byte[] whole = draft.endObject().toObject().with("content", content.getBytes(UTF_8));
        return signer.complete(io.vestibule.matrix.json.JsonObject.of(whole), RULES)
                .orThrow();
    }
}
