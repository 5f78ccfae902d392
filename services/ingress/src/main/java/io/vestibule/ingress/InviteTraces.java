package io.vestibule.ingress;

import io.vestibule.ingress.check.SignedInvite;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.kit.trace.SpanDraft;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.kit.trace.TraceRoot;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;

/**
 * The first spans of an invite's trace: the request, and the append that it waits for. A {@code traceparent} of the caller is
 * a stranger's word: it becomes a link, and decides neither which trace this is nor whether it is kept. Thread-safe.
 */
final class InviteTraces {

    private final Tracing tracing;

    InviteTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /**
     * A request whose invite will be appended.
     *
     * @param arrivedAt when it came, milliseconds since 1970
     */
    OpenSpan admitted(InviteDoor door, HttpRequest request, SignedInvite invite, long arrivedAt) {
        if (!tracing.isOn()) {
            return OpenSpan.NONE;
        }
        String room = invite.event().roomId().value();
        String event = invite.event().eventId().value();
        UserId invited = invite.claim().invited();
        SpanDraft draft = request(door, request, arrivedAt)
                .inTraceOf(TraceRoot.ofInvite(room, event))
                .with("vestibule.origin", invite.event().sender().server().value());
        return tracing.start(named(draft, room, event, invited));
    }

    private SpanDraft named(SpanDraft draft, String room, String event, UserId invited) {
        return tracing.tellsNames()
                ? draft.with("matrix.room_id", room)
                        .with("matrix.event_id", event)
                        .with("matrix.user_id", invited.value())
                : draft;
    }

    /**
     * A request that is refused. Nobody has vouched for what it says, so that it is no part of an invite's trace.
     *
     * @param arrivedAt when it came, milliseconds since 1970
     */
    void refused(InviteDoor door, HttpRequest request, MatrixError error, long arrivedAt) {
        if (tracing.isOn()) {
            OpenSpan span = tracing.start(request(door, request, arrivedAt));
            end(span, error);
        }
    }

    /** The append of an invite. */
    OpenSpan appending(OpenSpan request) {
        if (!tracing.isOn()) {
            return OpenSpan.NONE;
        }
        String topic = Topics.INVITES_RECEIVED.name();
        return tracing.start(new SpanDraft(SpanDraft.Part.INGRESS, SpanDraft.Kind.PRODUCER, "send " + topic)
                .childOf(request.context())
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "send")
                .with("messaging.destination.name", topic));
    }

    /** The request was answered with the signed invite. */
    static void end(OpenSpan request) {
        request.note("http.response.status_code", 200);
        request.end();
    }

    /** The request was refused. */
    static void end(OpenSpan request, MatrixError error) {
        request.note("http.response.status_code", error.status());
        request.note("vestibule.errcode", error.errcode().value());
        if (error.status() >= 500) {
            request.failed(error.errcode().value());
        }
        request.end();
    }

    private static SpanDraft request(InviteDoor door, HttpRequest request, long arrivedAt) {
        String route = door.endpoint().template();
        return new SpanDraft(SpanDraft.Part.INGRESS, SpanDraft.Kind.SERVER, request.method() + " " + route)
                .linkedTo(TraceContext.parse(request.header(TraceContext.HEADER).orElse(null)))
                .begunAt(Instant.ofEpochMilli(arrivedAt))
                .with("http.request.method", request.method())
                .with("http.route", route);
    }
}
