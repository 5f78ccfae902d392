package io.vestibule.ingress.scene;

import io.vestibule.kit.http.HttpRequest;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A request of a peer: target and body, signed when it is sent. */
public record Call(Peer peer, String method, String target, byte[] body, ServerName destination) {

    public static final ServerName US = ServerName.of("us.example");
    private static final String FEDERATION = "/_matrix/federation/";

    /** An invite through version 2. */
    public static Call v2(Peer peer, Pdu invite, List<JsonObject> state) {
        String target = FEDERATION + "v2/invite/" + encode(invite.roomId().value()) + "/"
                + encode(invite.eventId().value());
        return new Call(
                peer, "PUT", target, v2Body(invite.json(), invite.rules().id().value(), state), US);
    }

    public static byte[] v2Body(JsonObject event, String version, List<JsonObject> state) {
        JsonWriter body = new JsonWriter().beginObject().field("event", event).field("room_version", version);
        array(body, "invite_room_state", state);
        return body.endObject().toBytes();
    }

    /** An invite through version 1. */
    public static Call v1(Peer peer, Pdu invite) {
        String target = FEDERATION + "v1/invite/" + encode(invite.roomId().value()) + "/"
                + encode(invite.eventId().value());
        return new Call(peer, "PUT", target, invite.bytes(), US);
    }

    /** An invite with auth, under one of its unstable names. */
    public static Call withAuth(
            Peer peer, String prefix, Pdu invite, List<JsonObject> stripped, List<JsonObject> state) {
        String target = FEDERATION + "unstable/" + prefix + "/invite/"
                + encode(invite.roomId().value());
        JsonWriter body = new JsonWriter().beginObject().field("event", invite.json());
        array(body, "invite_room_state", stripped);
        array(body, "state", state);
        return new Call(peer, "PUT", target, body.endObject().toBytes(), US);
    }

    public Call withTarget(String other) {
        return new Call(peer, method, other, body, destination);
    }

    public Call withBody(byte[] other) {
        return new Call(peer, method, target, other, destination);
    }

    public Call withMember(String name, String json) {
        return withBody(JsonObject.of(body).with(name, json.getBytes(StandardCharsets.UTF_8)));
    }

    public Call withoutMember(String name) {
        return withBody(JsonObject.of(body).without(name));
    }

    public Call by(Peer other) {
        return new Call(other, method, target, body, destination);
    }

    public Call to(ServerName other) {
        return new Call(peer, method, target, body, other);
    }

    /** The header that it is sent with. */
    public String authorization() {
        return peer.authorization(method, target, body, destination);
    }

    /** The request as it arrives. */
    public HttpRequest signed() {
        return with(List.of(authorization()));
    }

    /** The request with any Authorization headers. */
    public HttpRequest with(List<String> authorization) {
        return new HttpRequest(
                method,
                target,
                name -> name.toLowerCase(Locale.ROOT).equals("authorization") ? authorization : List.of(),
                body);
    }

    public static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void array(JsonWriter body, String name, List<JsonObject> elements) {
        body.name(name).beginArray();
        elements.forEach(body::value);
        body.endArray();
    }
}
