package io.vestibule.bench.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.matrix.xmatrix.XMatrixCredentials;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes version 2 invites with stripped state in four fields, as most servers send them, each of a room of its own. The
 * same tag and number always give the same invite. Thread-safe.
 */
final class RequestFactory {

    /** What the bodies are filled up to. */
    static final int BODY_BYTES = 2048;

    private static final RoomVersionRules RULES = RoomVersions.V11;
    private static final int INVITED_USERS = 200;
    private static final long SENT_AT = 1_760_000_000_000L;

    private final Origin origin;
    private final ServerName destination;
    private final String host;

    /**
     * @param origin who invites
     * @param destination whose users are invited
     * @param host the address that the requests go to
     */
    RequestFactory(Origin origin, ServerName destination, String host) {
        this.origin = origin;
        this.destination = destination;
        this.host = host;
    }

    /** Makes requests numbered from 0. */
    List<SignedRequest> make(String tag, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> one(tag + "-" + number, number))
                .toList();
    }

    private SignedRequest one(String salt, int number) {
        String room = "!" + hash("room " + salt).substring(0, 18) + ":" + origin.server();
        Pdu event = event(room, salt, number);
        byte[] body = body(event, salt);
        String target = "/_matrix/federation/v2/invite/" + encoded(room) + "/"
                + encoded(event.eventId().value());
        XMatrixMessage message = XMatrixMessage.of("PUT", new RequestTarget(target), JsonObject.of(body));
        XMatrixCredentials credentials = origin.requests().sign(message, destination);
        byte[] http = http(target, credentials.toHeader(), body);
        return new SignedRequest(event, http, body.length, message.bytes(origin.server(), destination), credentials);
    }

    private Pdu event(String room, String salt, int number) {
        String invited = "@load" + number % INVITED_USERS + ":" + destination;
        JsonWriter json = new JsonWriter().beginObject();
        json.name("auth_events").beginArray();
        List.of("create", "power", "rules", "member").forEach(which -> json.value("$" + hash(which + salt)));
        json.endArray();
        json.name("content").beginObject();
        json.field("displayname", "Load " + number)
                .field("membership", "invite")
                .endObject();
        json.field("depth", 9).field("origin_server_ts", SENT_AT + number);
        json.name("prev_events")
                .beginArray()
                .value("$" + hash("before " + salt))
                .endArray();
        json.field("room_id", room).field("sender", "@load:" + origin.server());
        json.field("state_key", invited).field("type", "m.room.member").endObject();
        return switch (origin.events().complete(json.toObject(), RULES)) {
            case Pdu pdu -> pdu;
            case MalformedPdu malformed -> throw new WrongResultException("made a bad event: " + malformed.detail());
        };
    }

    private byte[] body(Pdu event, String salt) {
        byte[] bare = body(event, salt, "");
        return body(event, salt, "x".repeat(Math.max(0, BODY_BYTES - bare.length)));
    }

    private byte[] body(Pdu event, String salt, String padding) {
        String sender = event.sender().value();
        JsonWriter json = new JsonWriter().beginObject();
        json.field("event", event.bytes());
        json.name("invite_room_state").beginArray();
        state(json, sender, "m.room.create", "", "room_version", "11");
        state(json, sender, "m.room.join_rules", "", "join_rule", "invite");
        state(json, sender, "m.room.name", "", "name", "Load " + salt);
        state(json, sender, "m.room.topic", "", "topic", "A room that only a benchmark knows. " + padding);
        state(json, sender, "m.room.member", sender, "membership", "join");
        json.endArray();
        json.field("room_version", "11");
        json.name("via").beginArray().value(origin.server().value()).endArray();
        return json.endObject().toBytes();
    }

    private static void state(JsonWriter json, String sender, String type, String stateKey, String name, String value) {
        json.beginObject().name("content").beginObject().field(name, value).endObject();
        json.field("sender", sender)
                .field("state_key", stateKey)
                .field("type", type)
                .endObject();
    }

    private byte[] http(String target, String authorization, byte[] body) {
        String head = "PUT " + target + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: vestibule-bench\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nAuthorization: " + authorization + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.getBytes(UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8);
    }

    private static String hash(String text) {
        try {
            return UnpaddedBase64.encodeUrlSafe(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
