package io.vestibule.testkit.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.List;

/**
 * A request that a scripted homeserver received, as it was when its last byte had arrived.
 *
 * @param number its place among all requests of the run, from 1
 * @param server the server that received it
 * @param nickname that server's name for people
 * @param at when it arrived
 * @param route what it asked for
 * @param target the request target as on the wire, query included
 * @param parameters the decoded path parameters
 * @param authorization the X-Matrix header, empty when there was none
 * @param body the body
 */
public record RecordedRequest(
        long number,
        ServerName server,
        String nickname,
        Instant at,
        Route route,
        String target,
        List<String> parameters,
        String authorization,
        Buffer body) {

    public RecordedRequest {
        parameters = List.copyOf(parameters);
    }

    /** @return the body as a JSON object */
    public JsonObject json() {
        return new JsonObject(body);
    }

    /** @return the room of a handshake step */
    public String room() {
        return parameters.getFirst();
    }

    /** @return the user of a make step, the event ID of a send step */
    public String subject() {
        return parameters.getLast();
    }

    @Override
    public String toString() {
        return number + " " + nickname + " " + route;
    }
}
