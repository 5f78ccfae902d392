package io.vestibule.worker.handshake;

import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.ErrorAnswer;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.federation.client.CallLimits;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationFailure;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.federation.client.StreamedResponse;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.walk.Errors;
import io.vestibule.worker.walk.PeerAnswer;
import io.vestibule.worker.walk.ServerOutcome;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * Other homeservers, as handshakes see them: requests in, answers or {@link ServerOutcome}s out. Thread-safe.
 *
 * @param client makes the calls
 * @param spans draws them
 */
public record Peers(FederationClient client, PeerSpans spans) {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    /** The same untraced. */
    public Peers(FederationClient client) {
        this(client, PeerSpans.NONE);
    }

    /** @return the whole answer, whatever its status, or why there is none */
    public FederationResult<FederationResponse> call(ServerName server, ApiRequest request, Duration budget)
            throws InterruptedException {
        OpenSpan span = spans.begun(server, request);
        try {
            return traced(span, client.call(server, wire(request), budget), FederationResponse::status);
        } catch (InterruptedException givenUp) {
            PeerSpans.givenUp(span);
            throw givenUp;
        }
    }

    /** @return the answer with its body on the way, to be closed by the caller, or why there is none */
    public FederationResult<StreamedResponse> stream(ServerName server, ApiRequest request, CallLimits limits)
            throws InterruptedException {
        OpenSpan span = spans.begun(server, request);
        try {
            return traced(span, client.stream(server, wire(request), limits), StreamedResponse::status);
        } catch (InterruptedException givenUp) {
            PeerSpans.givenUp(span);
            throw givenUp;
        }
    }

    private static <R> FederationResult<R> traced(OpenSpan span, FederationResult<R> result, ToIntFunction<R> status) {
        switch (result) {
            case FederationResult.Answered<R> answered ->
                PeerSpans.answered(span, status.applyAsInt(answered.response()));
            case FederationResult.Failed<R> failed -> PeerSpans.failed(span, failed.failure());
        }
        return result;
    }

    /** @return what an answer that is no success says */
    public static ErrorAnswer error(FederationResponse response) {
        return ErrorAnswer.read(whole(response));
    }

    /** @return what a call came to; a 200 is a success, whatever its body */
    public static ServerOutcome outcome(FederationResult<FederationResponse> result) {
        return switch (result) {
            case FederationResult.Failed<FederationResponse> failed -> outcome(failed.failure());
            case FederationResult.Answered<FederationResponse> answered ->
                answered.response().status() == ServerOutcome.OK
                        ? new ServerOutcome.Succeeded(ServerOutcome.OK)
                        : declined(error(answered.response()), answered.response());
        };
    }

    static ApiResponse whole(FederationResponse response) {
        return new ApiResponse(response.status(), response.body());
    }

    /** What an answer other than 200 means. */
    static ServerOutcome declined(ErrorAnswer error, FederationResponse response) {
        Duration retryAfter = error.retryAfter().orElseGet(() -> retryAfter(response));
        String errcode = error.errcode().map(MatrixErrorCode::value).orElse("");
        return Errors.of(new PeerAnswer(error.status(), errcode, error.message()), retryAfter);
    }

    /** What it means that there is no answer. */
    public static ServerOutcome outcome(FederationFailure failure) {
        boolean sent = failure.mayHaveArrived();
        String reason = failure.describe();
        return switch (failure) {
            case FederationFailure.DnsFailed dns -> new ServerOutcome.DnsFailed(sent, reason);
            case FederationFailure.BlockedAddress blocked -> new ServerOutcome.BlockedAddress(sent, reason);
            case FederationFailure.Unreachable unreachable -> new ServerOutcome.Unreachable(sent, reason);
            case FederationFailure.TlsFailed tls -> new ServerOutcome.TlsFailed(sent, reason);
            case FederationFailure.TimedOut late -> new ServerOutcome.TimedOut(sent, reason);
            case FederationFailure.ConnectionLost lost -> new ServerOutcome.Unreachable(sent, reason);
            case FederationFailure.TooLarge tooLarge -> new ServerOutcome.BadAnswer(0, reason);
            case FederationFailure.BadAnswer bad -> new ServerOutcome.BadAnswer(0, reason);
        };
    }

    private static Duration retryAfter(FederationResponse response) {
        return response.header("retry-after")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(DEFAULT_RETRY_AFTER);
    }

    private static FederationRequest wire(ApiRequest request) {
        return FederationRequest.of(request.method(), request.target().toString(), request.body());
    }
}
