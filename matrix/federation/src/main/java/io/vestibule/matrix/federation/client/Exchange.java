package io.vestibule.matrix.federation.client;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request as it goes onto the wire.
 *
 * @param request method, target and body
 * @param authority the value of {@code Host} or {@code :authority}
 * @param authorization the value of {@code Authorization}; null for none
 * @param userAgent what we say we are
 */
record Exchange(
        FederationRequest request,
        String authority,
        @Nullable String authorization,
        String userAgent) {

    private static final String JSON = "application/json";

    /** Sends the request on a connection and waits for status and headers. */
    FederationResult<StreamedResponse> on(HttpClientRequest wire, CallLimits limits) throws InterruptedException {
        prepare(wire);
        Future<StreamedResponse> answer = wire.response().map(response -> opened(response, limits));
        if (request.body().isPresent()) {
            wire.end(Buffer.buffer(request.body().get()));
        } else {
            wire.end();
        }
        try {
            return checkLength(Waiting.on(answer, limits.deadline()), limits);
        } catch (TimeoutException late) {
            wire.cancel();
            return failed(new FederationFailure.TimedOut("waiting for the answer", true));
        } catch (InterruptedException interrupted) {
            wire.cancel();
            throw interrupted;
        } catch (ExecutionException broken) {
            wire.cancel();
            return failed(Faults.afterSending(broken));
        }
    }

    /** The authority is set as a host alone, port and all, because Vert.x leaves out or adds a port of 443. */
    private void prepare(HttpClientRequest wire) {
        wire.exceptionHandler(fault -> {});
        wire.setMethod(HttpMethod.valueOf(request.method()));
        wire.setURI(request.target());
        wire.authority(HostAndPort.create(authority, -1));
        wire.putHeader(HttpHeaders.USER_AGENT, userAgent);
        wire.putHeader(HttpHeaders.ACCEPT, JSON);
        if (request.body().isPresent()) {
            wire.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        if (authorization != null) {
            wire.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
    }

    private static StreamedResponse opened(HttpClientResponse response, CallLimits limits) {
        ResponseBody body = new ResponseBody(response, limits);
        Map<String, String> headers = new HashMap<>();
        MultiMap received = response.headers();
        for (Map.Entry<String, String> header : received) {
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new StreamedResponse(new ResponseHead(response.statusCode(), headers), body);
    }

    private static FederationResult<StreamedResponse> checkLength(StreamedResponse response, CallLimits limits) {
        String announced = response.header("content-length").orElse("0");
        boolean number = announced.length() <= 18 && announced.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number && Long.parseLong(announced) > limits.mostBytes()) {
            response.close();
            return failed(new FederationFailure.TooLarge(limits.mostBytes()));
        }
        return new FederationResult.Answered<>(response);
    }

    private static FederationResult<StreamedResponse> failed(FederationFailure failure) {
        return new FederationResult.Failed<>(failure);
    }
}
