package io.vestibule.bench.canonical;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersions;
import java.nio.charset.StandardCharsets;

/** The events that are measured with. */
enum Samples {
    /** An invite as a server sends it, with its stripped state in {@code unsigned}; keys in no order. */
    INVITE("""
            {"type":"m.room.member","state_key":"@bob:us.example","sender":"@alice:there.example",
             "room_id":"!abcdefghijklmnopqr:there.example","content":{"membership":"invite","displayname":"Bob"},
             "depth":9,"origin_server_ts":1760000000000,
             "prev_events":["$prev-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
             "auth_events":["$auth-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","$auth-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                            "$auth-cccccccccccccccccccccccccccccccccccc","$auth-dddddddddddddddddddddddddddddddddddd"],
             "unsigned":{"age":17,"invite_room_state":[
               {"type":"m.room.create","state_key":"","sender":"@alice:there.example","content":{"room_version":"11"}},
               {"type":"m.room.name","state_key":"","sender":"@alice:there.example","content":{"name":"A room"}},
               {"type":"m.room.join_rules","state_key":"","sender":"@alice:there.example",
                "content":{"join_rule":"invite"}}]}}"""),
    /** A member event as rooms are full of, with a longer name, an avatar and what was before. */
    MEMBER("""
            {"type":"m.room.member","state_key":"@carol:far.example","sender":"@carol:far.example",
             "room_id":"!abcdefghijklmnopqr:there.example",
             "content":{"membership":"join","displayname":"Carol \u017b\u00f3\u0142\u0107 \u2603 of the far example",
                        "avatar_url":"mxc://far.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","reason":"\\"quoted\\""},
             "depth":4711,"origin_server_ts":1760000000123,
             "prev_events":["$prev-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","$prev-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],
             "auth_events":["$auth-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","$auth-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                            "$auth-cccccccccccccccccccccccccccccccccccc"],
             "unsigned":{"age":1234,"replaces_state":"$prev-cccccccccccccccccccccccccccccccccccc",
                         "prev_content":{"membership":"join","displayname":"Carol"}}}""");

    private final byte[] event;

    Samples(String text) {
        SigningKey key = SigningKey.of(KeyId.of("ed25519:a"), new byte[SigningKey.SEED_BYTES]);
        EventSigner signer = new EventSigner(Ed25519.fastest(), ServerName.of("there.example"), key);
        JsonObject draft = JsonObject.of(text.getBytes(StandardCharsets.UTF_8));
        if (!(signer.complete(draft, RoomVersions.V11) instanceof Pdu pdu)) {
            throw new WrongResultException("a sample is no event");
        }
        event = pdu.bytes();
    }

    /** @return the bytes, hashed and signed; the caller's own */
    byte[] bytes() {
        return event.clone();
    }
}
