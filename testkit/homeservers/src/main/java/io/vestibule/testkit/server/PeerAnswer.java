package io.vestibule.testkit.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a server under test answered.
 *
 * @param status the HTTP status
 * @param body the body
 */
public record PeerAnswer(int status, Buffer body) {

    /** @return whether the status is 200 */
    public boolean isOk() {
        return status == 200;
    }

    /** @return the body's object; the second element where the body is the historic {@code [200, {…}]}; empty if neither */
    public JsonObject json() {
        try {
            Object value = Json.decodeValue(body);
            if (value instanceof JsonArray array && array.size() == 2) {
                value = array.getValue(1);
            }
            return value instanceof JsonObject object ? object : new JsonObject();
        } catch (DecodeException notJson) {
            return new JsonObject();
        }
    }

    /** @return the {@code errcode} of an error body, empty if there is none */
    public String errcode() {
        return json().getString("errcode", "");
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
