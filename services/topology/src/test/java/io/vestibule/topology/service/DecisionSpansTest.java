package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.TracingConfig;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.kit.trace.TraceRoot;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Command;
import io.vestibule.model.CommandId;
import io.vestibule.model.CommandType;
import io.vestibule.model.Coordinates;
import io.vestibule.model.Decision;
import io.vestibule.model.Input;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteDecider;
import io.vestibule.model.Moment;
import io.vestibule.model.Outgoing;
import io.vestibule.model.Residency;
import io.vestibule.model.RoomLedger;
import io.vestibule.model.Rules;
import io.vestibule.model.Wish;
import io.vestibule.model.WorkOrder;
import io.vestibule.model.WorkResult;
import io.vestibule.model.WorkResultType;
import io.vestibule.testkit.trace.SeenSpan;
import io.vestibule.testkit.trace.SpanReceiver;
import io.vestibule.topology.DecisionTracer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the spans of decisions stand: real decisions of a real decider, drawn and sent as they are in a deployment. */
class DecisionSpansTest {

    private static final ServerName US = ServerName.of("us.example");
    private static final RoomId ROOM = RoomId.of("!hall:a.example");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final UserId DANA = UserId.of("@dana:d.example");
    private static final String INVITE = "$invite";
    private static final TraceRoot ROOT = TraceRoot.ofInvite(ROOM.value(), INVITE);
    private static final String CLIENTS = "c".repeat(32);
    private static final String CLIENT_SPAN = "d".repeat(16);

    private final InviteDecider decider = new InviteDecider(Rules.of(Set.of(US)));
    private final RoomLedger ledger = new RoomLedger(ROOM);
    private SpanReceiver receiver;
    private Tracing tracing;
    private DecisionTracer tracer;
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long offset;
    private @Nullable Decision last;

    @BeforeEach
    void start() throws IOException {
        receiver = SpanReceiver.open();
        tracing = Tracing.of(new TracingConfig(Optional.of(receiver.endpoint()), 1, true), US);
        tracer = DecisionSpans.of(tracing);
    }

    @AfterEach
    void stop() {
        tracing.close();
        receiver.close();
    }

    @Test
    void an_invite_and_all_that_a_command_leads_to_are_one_trace_and_the_commander_is_linked() {
        // Given
        TraceContext put = new TraceContext(ROOT.traceId(), "a".repeat(16), true);
        TraceContext recorded = byRecord(received(), put);
        TraceContext accepted = byRecord(command(CommandType.ACCEPT_INVITE), client());
        TraceContext order = new TraceContext(accepted.traceId(), "e".repeat(16), true);
        // When
        TraceContext answered = byRecord(exhausted(), order);
        // Then
        List<SeenSpan> spans = spans();
        assertThat(spans).extracting(SeenSpan::traceId).containsOnly(ROOT.traceId());
        assertThat(spans).extracting(SeenSpan::parentId).containsExactly(put.spanId(), ROOT.spanId(), order.spanId());
        assertThat(spans)
                .extracting(SeenSpan::spanId)
                .containsExactly(ROOT.spanId(), accepted.spanId(), answered.spanId());
        assertThat(recorded.spanId()).isEqualTo(ROOT.spanId());
        assertThat(spans.get(1).links()).containsExactly(CLIENTS + "-" + CLIENT_SPAN);
        assertThat(spans.get(2).attribute("vestibule.outcomes")).isEqualTo("NO_SERVER_REACHABLE");
        assertThat(spans.get(1).attribute("matrix.user_id")).isEqualTo(BOB.value());
    }

    @Test
    void an_invite_that_ingress_did_not_trace_begins_the_trace_that_it_would_have_had() {
        // When
        byRecord(received(), null);
        // Then
        assertThat(spans()).singleElement().satisfies(span -> {
            assertThat(span.traceId()).isEqualTo(ROOT.traceId());
            assertThat(span.spanId()).isEqualTo(ROOT.spanId());
            assertThat(span.parentId()).isEmpty();
        });
    }

    @Test
    void a_background_retry_is_a_trace_of_its_own_that_is_linked_to_the_invites() {
        // Given
        byRecord(received(), null);
        byRecord(command(CommandType.REJECT_INVITE), client());
        now = now.plus(Duration.ofSeconds(6));
        TraceContext leftLocally = byTime();
        byRecord(exhausted(), leftLocally);
        now = now.plus(Duration.ofMinutes(2));
        // When
        TraceContext retry = byTime();
        // Then
        assertThat(orders()).extracting(order -> order.terms().interactive()).containsOnly(false);
        assertThat(leftLocally.traceId()).isEqualTo(ROOT.traceId());
        assertThat(retry.traceId()).isNotEqualTo(ROOT.traceId());
        SeenSpan drawn = spans().getLast();
        assertThat(drawn.spanId()).isEqualTo(retry.spanId());
        assertThat(drawn.name()).isEqualTo("wake up");
        assertThat(drawn.parentId()).isEmpty();
        assertThat(drawn.links()).containsExactly(ROOT.traceId() + "-" + ROOT.spanId());
    }

    @Test
    void an_invite_of_ours_begins_a_trace_of_its_command_and_what_time_decides_of_it_later_is_linked() {
        // Given
        TraceRoot root = TraceRoot.ofCommand("c1");
        TraceContext began = byRecord(sendInvite(), client());
        now = now.plus(Duration.ofHours(2));
        // When
        TraceContext later = traced(new Input.OutboundDue(ROOM, DANA), null);
        // Then
        assertThat(began).isEqualTo(new TraceContext(root.traceId(), root.spanId(), true));
        assertThat(Objects.requireNonNull(later).traceId()).isNotEqualTo(root.traceId());
        assertThat(spans().getFirst().links()).containsExactly(CLIENTS + "-" + CLIENT_SPAN);
        assertThat(spans().getLast().links()).containsExactly(root.traceId() + "-" + root.spanId());
    }

    @Test
    void a_word_of_the_homeserver_that_changes_nothing_draws_nothing() {
        // When
        TraceContext drawn = traced(
                new Input.MembershipChanged(
                        ROOM, BOB, io.vestibule.model.Membership.UNKNOWN, EventId.of("$other"), List.of()),
                headers(client()));
        // Then
        assertThat(drawn).isNull();
        assertThat(spans()).isEmpty();
    }

    @Test
    void without_tracing_nobody_is_asked() {
        assertThat(DecisionSpans.of(Tracing.OFF)).isSameAs(DecisionTracer.OFF);
    }

    private TraceContext byRecord(Input input, @Nullable TraceContext came) {
        return Objects.requireNonNull(traced(input, headers(came)));
    }

    private TraceContext byTime() {
        return Objects.requireNonNull(traced(new Input.TimerFired(ROOM, BOB), null));
    }

    private @Nullable TraceContext traced(Input input, @Nullable Headers headers) {
        Moment moment = new Moment(now, new Coordinates("test", 0, offset++));
        Decision decision = decider.decide(ledger, input, moment);
        byte[] header = tracer.decided(input, moment, headers, decision);
        decision.events().forEach(ledger::apply);
        last = decision;
        return header == null ? null : TraceContext.of(new RecordHeaders().add(TraceContext.HEADER, header));
    }

    private List<WorkOrder> orders() {
        return Objects.requireNonNull(last).orders();
    }

    /** The newest orders' results: no server could help. */
    private Input exhausted() {
        WorkOrder order = ledger.events().reversed().stream()
                .map(event -> event.fact())
                .filter(fact -> fact instanceof io.vestibule.model.Fact.WorkOrdered ordered
                        && ordered.order().work() instanceof WorkOrder.Work.Prepare)
                .map(fact -> ((io.vestibule.model.Fact.WorkOrdered) fact).order())
                .findFirst()
                .orElseThrow();
        return new Input.WorkDone(
                new WorkResult(order.id(), WorkResultType.EXHAUSTED, ROOM, BOB, List.of(), null, null, null, null, ""));
    }

    private List<SeenSpan> spans() {
        tracing.close();
        return receiver.spans();
    }

    private static Headers headers(@Nullable TraceContext came) {
        RecordHeaders headers = new RecordHeaders();
        return came == null ? headers : headers.add(TraceContext.HEADER, came.bytes());
    }

    private static TraceContext client() {
        return new TraceContext(CLIENTS, CLIENT_SPAN, true);
    }

    private Input received() {
        UserId alice = UserId.of("@alice:a.example");
        Invitation invitation = new Invitation(
                EventId.of(INVITE),
                RoomVersionId.of("11"),
                alice,
                new Invitation.Receipt(alice.server(), Invitation.Endpoint.V2, now),
                new Invitation.Pdu("{}", "hash", List.of()),
                null,
                List.of(alice.server()),
                new Invitation.Stripped(List.of(), "", false, 0, false));
        return new Input.InviteReceived(ROOM, BOB, invitation, List.of());
    }

    private Input command(CommandType type) {
        return new Input.CommandReceived(new Command(
                new CommandId("c1"), type, ROOM, BOB, now, null, Residency.UNKNOWN, "test", Wish.NONE, false));
    }

    private Input sendInvite() {
        Outgoing outgoing = new Outgoing(
                "{}",
                RoomVersionId.of("11"),
                Outgoing.RoomState.NONE,
                new Outgoing.Via(List.of(ServerName.of("a.example")), List.of(), null),
                false);
        return new Input.CommandReceived(new Command(
                new CommandId("c1"),
                CommandType.SEND_INVITE,
                ROOM,
                DANA,
                now,
                null,
                Residency.UNKNOWN,
                "test",
                Wish.NONE,
                false,
                false,
                outgoing));
    }
}
