package io.vestibule.worker.handshake;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.MakeJoinV1;
import io.vestibule.matrix.api.MakeLeaveV1;
import io.vestibule.matrix.api.TemplateOffer;
import io.vestibule.matrix.api.UserPath;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.MembershipTemplate;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.TemplateReading;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.walk.ServerOutcome;
import io.vestibule.worker.walk.Step;
import io.vestibule.worker.walk.WalkRunner;
import io.vestibule.worker.walk.WalkRunner.Reply;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks one server after another for a template of one membership event ({@code make_join}, {@code make_leave}), checks it,
 * and only then signs an event made from it (server-server API, "Joining Rooms", "Leaving Rooms").
 *
 * @param order what is wanted
 * @param ourSide who asks
 * @param peers whom to ask
 */
record TemplateCall(Order.Prepare order, OurSide ourSide, Peers peers) implements WalkRunner.Asker<Pdu> {

    @Override
    public Reply<Pdu> ask(Step.Ask step) throws InterruptedException {
        FederationResult<FederationResponse> result =
                peers.call(step.server(), request(), Duration.ofMillis(step.timeoutMs()));
        return switch (result) {
            case FederationResult.Failed<FederationResponse> failed -> reply(Peers.outcome(failed.failure()));
            case FederationResult.Answered<FederationResponse> answered -> read(answered.response());
        };
    }

    private ApiRequest request() {
        UserPath path = new UserPath(order.head().room(), order.head().user());
        return switch (order.direction()) {
            case JOIN -> MakeJoinV1.encode(new MakeJoinV1.Request(path, ourSide.versions()));
            case LEAVE -> MakeLeaveV1.encode(path);
        };
    }

    private Reply<Pdu> read(FederationResponse response) {
        ApiResponse whole = Peers.whole(response);
        Answer<TemplateOffer> answer = switch (order.direction()) {
            case JOIN -> MakeJoinV1.read(whole);
            case LEAVE -> MakeLeaveV1.read(whole);
        };
        return switch (answer) {
            case Answer.Failed<TemplateOffer> failed -> reply(Peers.declined(failed.error(), response));
            case Answer.Malformed<TemplateOffer> malformed ->
                reply(new ServerOutcome.BadAnswer(response.status(), malformed.why()));
            case Answer.Success<TemplateOffer> success -> check(success.value(), response.status());
        };
    }

    private Reply<Pdu> check(TemplateOffer offer, int status) {
        if (!isOfOurVersion(offer.roomVersion() == null ? Optional.empty() : Optional.of(offer.roomVersion()))) {
            return bad("it is for room version " + offer.roomVersion() + ", the invite is for "
                    + order.head().rules().id());
        }
        MembershipTemplate.Wanted wanted = new MembershipTemplate.Wanted(
                order.head().room(), order.head().user(), order.direction().membership());
        return switch (MembershipTemplate.read(
                offer.event(), wanted, order.head().rules())) {
            case TemplateReading.Malformed malformed -> bad(malformed.detail());
            case MembershipTemplate template ->
                citesTheInvite(offer.event())
                        ? sign(template, status)
                        : reply(new ServerOutcome.Superseded("the leave would not be about the rejected invite"));
        };
    }

    /** A server that names no version means 1 or 2; some name none for a leave, whatever the version. */
    private boolean isOfOurVersion(Optional<RoomVersionId> offered) {
        RoomVersionId ours = order.head().rules().id();
        if (offered.isPresent()) {
            return offered.get().equals(ours);
        }
        return switch (order.direction()) {
            case JOIN -> ours.value().equals("1") || ours.value().equals("2");
            case LEAVE -> true;
        };
    }

    private boolean citesTheInvite(JsonObject template) {
        Optional<EventId> mustCite = order.freshness().mustCite();
        return mustCite.isEmpty()
                || template.array("auth_events").stream()
                        .flatMap(JsonArray::stream)
                        .anyMatch(citation -> cites(citation, mustCite.get()));
    }

    private static boolean cites(JsonValue citation, EventId event) {
        JsonValue id = citation instanceof JsonArray pair ? pair.get(0).orElse(citation) : citation;
        return id instanceof JsonString text && text.value().equals(event.value());
    }

    private Reply<Pdu> sign(MembershipTemplate template, int status) {
        MembershipTemplate.Completion completion =
                new MembershipTemplate.Completion(ourSide.clock().millis(), ourSide.opaqueId(), order.content());
        return switch (template.complete(ourSide.signer(), completion)) {
            case Pdu event -> new Reply<>(new ServerOutcome.Succeeded(status), event);
            case MalformedPdu malformed -> bad(malformed.detail());
        };
    }

    private static Reply<Pdu> bad(String reason) {
        return reply(new ServerOutcome.BadTemplate(reason));
    }

    private static Reply<Pdu> reply(ServerOutcome outcome) {
        return new Reply<>(outcome, null);
    }
}
