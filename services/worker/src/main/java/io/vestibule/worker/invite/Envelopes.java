package io.vestibule.worker.invite;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.EventPath;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.worker.order.Order;
import java.util.List;
import java.util.Optional;

/**
 * The envelopes in which one and the same invite goes out.
 *
 * @param viaNames the names under which {@code via} stands (MSC4125); empty to leave it out
 * @param withAuth the unstable endpoint to try first (MSC4329), if any
 */
public record Envelopes(List<String> viaNames, Optional<Endpoint> withAuth) {

    public Envelopes {
        viaNames = List.copyOf(viaNames);
    }

    /** Whether a room of this version can be invited to by version 1, which names none: the event must carry its ID. */
    static boolean hasVersion1(RoomVersionRules rules) {
        return rules.format().eventId() == EventIdForm.GIVEN;
    }

    ApiRequest encode(Order.SendInvite order, InviteEndpoint endpoint) {
        JsonObject event = order.event().json();
        EventPath path = new EventPath(order.head().room(), order.event().eventId());
        return switch (endpoint) {
            case V1 ->
                InviteV1.encode(new InviteV1.Request(path, event, order.state().all()));
            case V2 ->
                InviteV2.encode(
                        new InviteV2.Request(
                                path,
                                order.head().rules().id(),
                                event,
                                order.state().all(),
                                order.via()),
                        viaNames);
            case MSC4329 -> withAuth(order, event);
            case UNKNOWN -> throw new IllegalArgumentException("no endpoint");
        };
    }

    /** The create event stands in {@code state} here, and not among what the user is shown. */
    private ApiRequest withAuth(Order.SendInvite order, JsonObject event) {
        InviteWithAuth.State state = new InviteWithAuth.State(
                order.state().create(), order.head().rules().id(), 0);
        InviteWithAuth.Request request = new InviteWithAuth.Request(
                order.head().room(), event, order.state().others(), state, order.via());
        return InviteWithAuth.encode(request, withAuth.orElse(InviteWithAuth.ENDPOINTS.getFirst()), viaNames);
    }

    static Answer<JsonObject> read(ApiResponse response, InviteEndpoint endpoint) {
        return switch (endpoint) {
            case V1 -> InviteV1.read(response);
            case V2 -> InviteV2.read(response);
            case MSC4329 -> InviteWithAuth.read(response);
            case UNKNOWN -> throw new IllegalArgumentException("no endpoint");
        };
    }
}
