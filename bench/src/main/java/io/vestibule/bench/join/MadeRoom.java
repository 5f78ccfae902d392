package io.vestibule.bench.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.testkit.key.OneKeyRing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A room of as many members as wanted, all of one server, and what that server answers to {@code send_join}.
 *
 * @param residentKeys the resident's keys
 * @param ourKeys our keys
 */
record MadeRoom(SigningKeyFile residentKeys, SigningKeyFile ourKeys) {

    static final RoomVersionRules RULES = RoomVersions.V11;
    static final ServerName RESIDENT = ServerName.of("resident.example");
    static final ServerName US = ServerName.of("us.example");
    static final RoomId ROOM = RoomId.of("!big:resident.example");

    private static final int CITED = 4;
    private static final int SPOILT_IN = 1000;
    private static final int WRONG_SIGNATURE = 500;
    private static final int WRONG_HASH = 750;

    /**
     * Writes the answer: a create event and so many members. In every thousand one has a wrong signature and one a wrong
     * content hash, so that an import that checks less than everything is found out.
     */
    void writeAnswer(Path file, int members) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("{\"members_omitted\":false,\"auth_chain\":[],\"state\":[".getBytes(UTF_8));
            out.write(create().bytes());
            for (int number = 0; number < members; number++) {
                out.write(',');
                out.write(sent(number));
            }
            out.write("]}".getBytes(UTF_8));
        }
    }

    /** What is to come of a room of so many members. */
    static Expected expected(int members) {
        int thousands = members / SPOILT_IN;
        return new Expected(members + 1 - thousands, thousands, thousands);
    }

    /**
     * What is to come of a room.
     *
     * @param imported events that are imported, redacted ones included
     * @param redacted events that are imported as redaction leaves them
     * @param dropped events that are not
     */
    record Expected(int imported, int redacted, int dropped) {}

    private byte[] sent(int number) {
        byte[] event = member(number).bytes();
        return switch (number % SPOILT_IN) {
            case WRONG_SIGNATURE -> changed(event, "\"depth\":1", "\"depth\":2");
            case WRONG_HASH -> changed(event, "User number ", "Other user, ");
            default -> event;
        };
    }

    private static byte[] changed(byte[] event, String found, String put) {
        String before = new String(event, UTF_8);
        String after = before.replace(found, put);
        WrongResultException.unless(!before.equals(after), "an event could not be spoilt");
        return after.getBytes(UTF_8);
    }

    Pdu create() {
        JsonWriter draft = draft("m.room.create", "", "@creator:resident.example", 0);
        draft.name("content").beginObject().field("room_version", "11").endObject();
        return complete(resident(), draft);
    }

    Pdu member(int number) {
        String user = "@user" + number + ":resident.example";
        JsonWriter draft = draft("m.room.member", user, user, CITED);
        draft.name("content").beginObject();
        draft.field("avatar_url", "mxc://resident.example/aaaaaaaaaaaaaaaaaaaaaaaa");
        draft.field("displayname", "User number " + number)
                .field("membership", "join")
                .endObject();
        return complete(resident(), draft);
    }

    Pdu join() {
        JsonWriter draft = draft("m.room.member", "@bob:us.example", "@bob:us.example", CITED);
        draft.name("content").beginObject().field("membership", "join").endObject();
        return complete(new EventSigner(Ed25519.fastest(), US, ourKeys.signingKey()), draft);
    }

    KeyRing ring() {
        return OneKeyRing.of(RESIDENT, residentKeys.signingKey());
    }

    private EventSigner resident() {
        return new EventSigner(Ed25519.fastest(), RESIDENT, residentKeys.signingKey());
    }

    private static Pdu complete(EventSigner signer, JsonWriter draft) {
        return signer.complete(draft.endObject().toObject(), RULES).orThrow();
    }

    private static JsonWriter draft(String type, String stateKey, String sender, int cited) {
        JsonWriter draft = new JsonWriter().beginObject();
        draft.field("type", type).field("state_key", stateKey).field("sender", sender);
        draft.field("room_id", ROOM.value()).field("depth", 1).field("origin_server_ts", 1_760_000_000_000L);
        draft.name("auth_events").beginArray();
        for (int event = 0; event < cited; event++) {
            draft.value("$auth" + event + "-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        }
        draft.endArray().name("prev_events").beginArray();
        if (cited > 0) {
            draft.value("$prev-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        }
        draft.endArray();
        return draft;
    }
}
