package io.vestibule.worker.handshake;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.Done;
import io.vestibule.matrix.api.EventPath;
import io.vestibule.matrix.api.SendLeaveV1;
import io.vestibule.matrix.api.SendLeaveV2;
import io.vestibule.matrix.api.SentEvent;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.walk.ServerOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends leaves ({@code send_leave}).
 *
 * @param peers whom to send to
 * @param budget how long one call may take
 */
record LeaveSending(Peers peers, Duration budget) implements Sending {

    @Override
    public Sent send(Order.Submit order, Version version) throws InterruptedException {
        EventPath path = new EventPath(order.head().room(), order.event().eventId());
        SentEvent leave = new SentEvent(path, order.event().json());
        FederationResult<FederationResponse> result = peers.call(
                order.server(),
                switch (version) {
                    case TWO -> SendLeaveV2.encode(leave);
                    case ONE -> SendLeaveV1.encode(leave);
                },
                budget);
        return switch (result) {
            case FederationResult.Failed<FederationResponse> failed ->
                Sent.silence(Peers.outcome(failed.failure()), failed.failure().mayHaveArrived());
            case FederationResult.Answered<FederationResponse> answered -> read(answered.response(), version);
        };
    }

    private static Sent read(FederationResponse response, Version version) {
        ApiResponse whole = Peers.whole(response);
        Answer<Done> answer = switch (version) {
            case TWO -> SendLeaveV2.read(whole);
            case ONE -> SendLeaveV1.read(whole);
        };
        return switch (answer) {
            case Answer.Success<Done> taken ->
                new Sent.Taken(new ServerOutcome.Succeeded(response.status()), Optional.empty());
            case Answer.Malformed<Done> malformed ->
                new Sent.Declined(new ServerOutcome.BadAnswer(response.status(), malformed.why()));
            case Answer.Failed<Done> failed ->
                Sent.error(
                        Peers.declined(failed.error(), response), failed.error().isEndpointUnknown());
        };
    }
}
