package io.vestibule.worker.handshake;

import io.vestibule.kit.trace.CurrentSpan;
import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.kit.trace.SpanDraft;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.federation.client.FederationFailure;
import io.vestibule.matrix.id.ServerName;

/**
 * Draws a span for each call to another homeserver. Nothing of it goes out: other servers are not told our traces.
 * Thread-safe.
 *
 * @param tracing draws
 */
public record PeerSpans(Tracing tracing) {

    /** No spans. */
    public static final PeerSpans NONE = new PeerSpans(Tracing.OFF);

    /** A call is about to be made, for the order whose span is the current one. */
    OpenSpan begun(ServerName server, ApiRequest request) {
        if (!tracing.isOn()) {
            return OpenSpan.NONE;
        }
        String endpoint = endpoint(request.target().path());
        String verb = endpoint.substring(endpoint.lastIndexOf('/') + 1);
        return tracing.start(new SpanDraft(SpanDraft.Part.WORKER, SpanDraft.Kind.CLIENT, request.method() + " " + verb)
                .childOf(CurrentSpan.get().context())
                .with("http.request.method", request.method())
                .with("url.template", endpoint)
                .with("server.address", server.value()));
    }

    /** The server answered. */
    static void answered(OpenSpan span, int status) {
        span.note("http.response.status_code", status);
        if (status >= 400) {
            span.failed(Integer.toString(status));
        }
        span.end();
    }

    /** The server did not answer. */
    static void failed(OpenSpan span, FederationFailure failure) {
        span.failed(type(failure));
        span.end();
    }

    /** Nobody waits for the answer any longer. */
    static void givenUp(OpenSpan span) {
        span.failed("not_awaited");
        span.end();
    }

    /** The path without what names rooms, events and users: those follow upon the endpoint's own segments. */
    private static String endpoint(String path) {
        String[] segments = path.split("/");
        int own = segments.length > 3 && segments[3].equals("unstable") ? 6 : 5;
        StringBuilder endpoint = new StringBuilder();
        for (int i = 1; i < Math.min(own, segments.length); i++) {
            endpoint.append('/').append(segments[i]);
        }
        return endpoint.toString();
    }

    private static String type(FederationFailure failure) {
        return switch (failure) {
            case FederationFailure.DnsFailed dns -> "dns_failed";
            case FederationFailure.BlockedAddress blocked -> "blocked_address";
            case FederationFailure.Unreachable unreachable -> "unreachable";
            case FederationFailure.TlsFailed tls -> "tls_failed";
            case FederationFailure.TimedOut late -> "timed_out";
            case FederationFailure.ConnectionLost lost -> "connection_lost";
            case FederationFailure.TooLarge tooLarge -> "too_large";
            case FederationFailure.BadAnswer bad -> "bad_answer";
        };
    }
}
