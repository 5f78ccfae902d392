package io.vestibule.matrix.api;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code PUT /_matrix/federation/v1/send/{txnId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv1sendtxnid">specification</a>).
 */
public final class SendTransactionV1 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v1/send/{txnId}");

    /** How many PDUs one transaction may carry. */
    public static final int MOST_PDUS = 50;

    /** How many EDUs one transaction may carry. */
    public static final int MOST_EDUS = 100;

    private SendTransactionV1() {}

    /**
     * @param transactionId the sender's ID of the transaction; the same one means the same content
     * @param origin the sender
     * @param originServerTs the sender's time, milliseconds since 1970
     * @param pdus the events, at most {@link #MOST_PDUS}
     * @param edus the ephemeral messages, at most {@link #MOST_EDUS}
     */
    public record Request(
            String transactionId,
            ServerName origin,
            long originServerTs,
            List<JsonObject> pdus,
            List<JsonObject> edus) {
        public Request {
            pdus = List.copyOf(pdus);
            edus = List.copyOf(edus);
            if (pdus.size() > MOST_PDUS || edus.size() > MOST_EDUS) {
                throw new IllegalArgumentException(
                        "a transaction of " + pdus.size() + " PDUs and " + edus.size() + " EDUs is too large");
            }
        }
    }

    /** @param failures what the receiver could not process: the event and the receiver's text */
    public record Response(Map<EventId, String> failures) {
        public Response {
            failures = Map.copyOf(failures);
        }
    }

    /** @return the request to send; {@code edus} is left out when empty */
    public static ApiRequest encode(Request request) {
        JsonWriter body = new JsonWriter().beginObject();
        if (!request.edus().isEmpty()) {
            Body.write(body, "edus", request.edus());
        }
        body.field("origin", request.origin().value()).field("origin_server_ts", request.originServerTs());
        Body.write(body, "pdus", request.pdus());
        return ApiRequest.of(
                ENDPOINT,
                ENDPOINT.path(request.transactionId()),
                body.endObject().toBytes());
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<Request> decode(PathParameters path, JsonObject body) {
        return Reading.decoded(() -> {
            Body.required(body, "pdus");
            return new Request(
                    path.text("txnId"),
                    origin(Body.string(body, "origin")),
                    Body.integer(body, "origin_server_ts"),
                    Body.objects(body, "pdus", MOST_PDUS),
                    Body.objects(body, "edus", MOST_EDUS));
        });
    }

    /**
     * @param results for each PDU of the transaction, in order, the failure's text, or empty if it was processed
     * @return the answer
     */
    public static ApiResponse answer(Map<EventId, Optional<String>> results) {
        JsonWriter body = new JsonWriter().beginObject().name("pdus").beginObject();
        results.forEach((event, failure) -> {
            body.name(event.value()).beginObject();
            failure.ifPresent(text -> body.field("error", text));
            body.endObject();
        });
        return ApiResponse.ok(body.endObject().endObject().toBytes());
    }

    /** @return what the receiver could not process; results without an error, or for no event ID, say nothing */
    public static Answer<Response> read(ApiResponse response) {
        return Reading.answer(response, body -> {
            Map<EventId, String> failures = new LinkedHashMap<>();
            for (JsonObject.Member result : Body.object(body, "pdus")) {
                if (result.value() instanceof JsonObject outcome) {
                    Optional<String> failure = outcome.string("error");
                    EventId.parse(result.name()).ifPresent(id -> failure.ifPresent(text -> failures.put(id, text)));
                }
            }
            return new Response(failures);
        });
    }

    private static ServerName origin(String value) throws Refusal {
        return ServerName.parse(value)
                .orElseThrow(() -> Refusal.invalid("origin " + Shown.of(value) + " is not a server name"));
    }
}
