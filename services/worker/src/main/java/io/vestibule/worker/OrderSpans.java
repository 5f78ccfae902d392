package io.vestibule.worker;

import io.vestibule.kit.lanes.Ticket;
import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.kit.trace.SpanDraft;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.catalog.Topics;

/**
 * Draws a span for each order that is carried out, under the decision that ordered it. Thread-safe.
 *
 * @param tracing draws
 */
record OrderSpans(Tracing tracing) {

    OpenSpan begun(WorkOrder order, Ticket ticket) {
        if (!tracing.isOn()) {
            return OpenSpan.NONE;
        }
        String topic = Topics.INVITES_HANDSHAKES.name();
        SpanDraft draft = new SpanDraft(SpanDraft.Part.WORKER, SpanDraft.Kind.CONSUMER, "process " + topic)
                .childOf(TraceContext.of(ticket.headers()))
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", topic)
                .with("vestibule.order.type", order.getType().name())
                .with("vestibule.order.interactive", Boolean.toString(order.getInteractive()));
        return tracing.start(
                tracing.tellsNames()
                        ? draft.with("matrix.room_id", order.getRoomId()).with("matrix.user_id", order.getUserId())
                        : draft);
    }

    static void answered(OpenSpan span, WorkResult result) {
        span.note("vestibule.result.type", result.getType().name());
        span.note("vestibule.result.attempts", result.getAttempts().size());
    }
}
