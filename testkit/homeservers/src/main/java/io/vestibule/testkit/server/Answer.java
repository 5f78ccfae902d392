package io.vestibule.testkit.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An HTTP answer.
 *
 * @param status the status code
 * @param body the body
 */
record Answer(int status, Buffer body) {

    static Answer ok(JsonObject body) {
        return new Answer(200, body.toBuffer());
    }

    static Answer ok(JsonArray body) {
        return new Answer(200, body.toBuffer());
    }

    static Answer error(int status, String errcode, String message) {
        return new Answer(
                status,
                new JsonObject().put("errcode", errcode).put("error", message).toBuffer());
    }

    static Answer notFound() {
        return error(404, "M_NOT_FOUND", "Room is not known to this server");
    }
}
