package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that X-Matrix signs, whoever sends it to whom.
 *
 * <p>The body is canonicalised once, when the message is made, and spliced into the signed object as it is. Immutable.
 */
public final class XMatrixMessage {

    private static final int AROUND_THE_VALUES =
            "{'content':,'destination':'','method':'','origin':'','uri':''}".length();

    private final String method;
    private final RequestTarget target;
    private final byte @Nullable [] content;

    private XMatrixMessage(String method, RequestTarget target, byte @Nullable [] content) {
        this.method = method;
        this.target = target;
        this.content = content;
    }

    /**
     * A request that has come in.
     *
     * @param method the HTTP method as received
     * @param target the target as received, neither decoded nor normalised
     * @param body the body, or null if there is none
     * @return the message
     */
    public static XMatrixMessage of(String method, RequestTarget target, @Nullable JsonObject body) {
        return new XMatrixMessage(method, target, body == null ? null : body.canonical());
    }

    /** @return the message of a request that is to go out */
    public static XMatrixMessage of(ApiRequest request) {
        byte[] body = request.body();
        return of(request.method(), request.target(), body == null ? null : JsonObject.of(body));
    }

    /**
     * The bytes to sign: a canonical JSON object.
     *
     * @param origin who sends the request, by its server name
     * @param destination who it is meant for, by its server name, whatever the host that is connected to
     * @return the bytes
     */
    public byte[] bytes(ServerName origin, ServerName destination) {
        JsonWriter object = new JsonWriter(expectedBytes(origin, destination)).beginObject();
        if (content != null) {
            object.field("content", content);
        }
        return object.field("destination", destination.value())
                .field("method", method)
                .field("origin", origin.value())
                .field("uri", target.raw())
                .endObject()
                .toBytes();
    }

    private int expectedBytes(ServerName origin, ServerName destination) {
        int names = origin.value().length() + destination.value().length();
        int request = method.length() + target.raw().length() + (content == null ? 0 : content.length);
        return AROUND_THE_VALUES + names + request;
    }
}
