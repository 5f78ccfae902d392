package io.vestibule.topology.service;

import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.kit.trace.SpanDraft;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.kit.trace.TraceRoot;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Coordinates;
import io.vestibule.model.Decision;
import io.vestibule.model.Fact;
import io.vestibule.model.Input;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.Moment;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.Outcome;
import io.vestibule.topology.DecisionTracer;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Draws a span for each decision, and finds its place: under the record that led to it where that is ours, in the trace of the
 * invite that it is about where a command or the homeserver led to it, and in a trace of its own, linked to the invite's,
 * where background work began by time alone. Thread-safe.
 */
final class DecisionSpans implements DecisionTracer {

    private final Tracing tracing;

    private DecisionSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    static DecisionTracer of(Tracing tracing) {
        return tracing.isOn() ? new DecisionSpans(tracing) : DecisionTracer.OFF;
    }

    @Override
    public byte @Nullable [] decided(Input input, Moment moment, @Nullable Headers headers, Decision decision) {
        TraceContext came = headers == null ? null : TraceContext.of(headers);
        SpanDraft draft = draft(headers != null, moment.origin()).begunAt(moment.now());
        SpanDraft placed = switch (input) {
            case Input.InviteReceived invite -> received(draft, invite, came, decision);
            case Input.CommandReceived command -> commanded(draft, command, came, decision);
            case Input.WorkDone done -> came == null ? about(draft, rootOf(input, decision)) : draft.childOf(came);
            case Input.TimerFired fired -> nothing(decision) ? null : byTime(draft, input, decision);
            case Input.RoomDue due -> nothing(decision) ? null : draft;
            case Input.OutboundDue due -> nothing(decision) ? null : draft.linkedTo(contextOf(rootOf(input, decision)));
            case Input.MembershipChanged changed -> told(draft, came, input, decision);
            case Input.RoomFactsChanged changed -> told(draft, came, input, decision);
            case Input.PduSeen seen -> told(draft, came, input, decision);
        };
        if (placed == null) {
            return null;
        }
        OpenSpan span = tracing.start(described(placed, input, decision));
        span.end();
        return span.header();
    }

    private static boolean nothing(Decision decision) {
        return decision.events().isEmpty();
    }

    private static SpanDraft received(
            SpanDraft draft, Input.InviteReceived invite, @Nullable TraceContext came, Decision decision) {
        TraceRoot root = rootOf(invite.room(), invite.invitation());
        boolean ours = came != null && came.traceId().equals(root.traceId());
        draft.childOf(ours ? came : null).linkedTo(ours ? null : came);
        boolean recorded = decision.events().stream().anyMatch(event -> event.fact() instanceof Fact.InviteRecorded);
        return recorded ? draft.standingFor(root) : draft.inTraceOf(root);
    }

    /** Whoever commands has a trace of its own, which may be about anything: it is linked. */
    private SpanDraft commanded(
            SpanDraft draft, Input.CommandReceived received, @Nullable TraceContext came, Decision decision) {
        draft.linkedTo(came);
        return received.command().outgoing() == null
                ? about(draft, rootOf(received, decision))
                : draft.standingFor(TraceRoot.ofCommand(received.command().id().value()));
    }

    private SpanDraft byTime(SpanDraft draft, Input input, Decision decision) {
        TraceRoot root = rootOf(input, decision);
        return decision.awaited() ? about(draft, root) : draft.linkedTo(contextOf(root));
    }

    private @Nullable SpanDraft told(SpanDraft draft, @Nullable TraceContext came, Input input, Decision decision) {
        return nothing(decision) ? null : about(draft.linkedTo(came), rootOf(input, decision));
    }

    private SpanDraft about(SpanDraft draft, @Nullable TraceRoot root) {
        return draft.childOf(contextOf(root));
    }

    private @Nullable TraceContext contextOf(@Nullable TraceRoot root) {
        return root == null ? null : tracing.contextOf(root);
    }

    /** What the decision is about: the input's user, or the one user whose record changed; null where that is nobody. */
    private static @Nullable TraceRoot rootOf(Input input, Decision decision) {
        UserId user = userOf(input);
        Decision.Change invite = user == null ? null : decision.invites().get(user);
        if (invite == null && decision.invites().size() == 1) {
            invite = decision.invites().values().iterator().next();
        }
        if (invite != null) {
            Invitation newest =
                    inviteOf(invite.before()) == null ? inviteOf(invite.after()) : inviteOf(invite.before());
            return newest == null ? null : rootOf(input.room(), newest);
        }
        Decision.OutboundChange outbound =
                user == null ? null : decision.outbounds().get(user);
        OutboundOperation operation =
                outbound == null ? null : outbound.before().operation();
        return operation == null
                ? null
                : TraceRoot.ofCommand(operation.command().waiter().id().value());
    }

    private static @Nullable UserId userOf(Input input) {
        return switch (input) {
            case Input.InviteReceived invite -> invite.user();
            case Input.CommandReceived received -> received.command().user();
            case Input.WorkDone done -> done.result().user();
            case Input.TimerFired fired -> fired.user();
            case Input.OutboundDue due -> due.user();
            case Input.MembershipChanged changed -> changed.user();
            case Input.PduSeen seen -> seen.user();
            case Input.RoomFactsChanged changed -> null;
            case Input.RoomDue due -> null;
        };
    }

    private static @Nullable Invitation inviteOf(InviteRecord record) {
        return record.state().newestInvite();
    }

    private static TraceRoot rootOf(RoomId room, Invitation invite) {
        return TraceRoot.ofInvite(room.value(), invite.eventId().value());
    }

    private static SpanDraft draft(boolean byRecord, Coordinates origin) {
        return byRecord
                ? new SpanDraft(SpanDraft.Part.TOPOLOGY, SpanDraft.Kind.CONSUMER, "process " + origin.topic())
                        .with("messaging.system", "kafka")
                        .with("messaging.operation.type", "process")
                        .with("messaging.destination.name", origin.topic())
                        .with("messaging.destination.partition.id", Integer.toString(origin.partition()))
                        .with("messaging.kafka.offset", origin.offset())
                : new SpanDraft(SpanDraft.Part.TOPOLOGY, SpanDraft.Kind.INTERNAL, "wake up");
    }

    private SpanDraft described(SpanDraft draft, Input input, Decision decision) {
        draft.with("vestibule.facts", decision.events().size())
                .with("vestibule.orders", decision.orders().size())
                .with(
                        "vestibule.outcomes",
                        decision.outcomes().stream()
                                .map(Outcome::type)
                                .map(Enum::name)
                                .collect(Collectors.joining(",")));
        return tracing.tellsNames()
                ? draft.with("matrix.room_id", input.room().value()).with("matrix.user_id", users(decision))
                : draft;
    }

    private static String users(Decision decision) {
        return decision.events().stream()
                .map(LedgerEvent::user)
                .filter(user -> user != null)
                .map(UserId::value)
                .distinct()
                .collect(Collectors.joining(","));
    }
}
