package io.vestibule.standalone;

import static io.vestibule.standalone.Deployment.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.trace.TraceContext;
import io.vestibule.kit.trace.TraceRoot;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.trace.SeenSpan;
import io.vestibule.testkit.trace.SpanReceiver;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One invite, from the PUT of another server to the join, on a real broker and with real calls, as its trace tells it. */
class TracingIT {

    private static final List<Topic<?>> TRACED = List.of(
            Topics.INVITES_RECEIVED,
            Topics.INVITES_EVENTS,
            Topics.INVITES_STATE,
            Topics.INVITES_HANDSHAKES,
            Topics.INVITES_HANDSHAKE_RESULTS,
            Topics.INVITES_OUTCOMES);

    @TempDir
    Path directory;

    @Test
    void an_invite_is_one_trace_from_the_request_through_the_log_to_the_handshake() throws Exception {
        try (SpanReceiver receiver = SpanReceiver.open();
                RunningStandalone running = RunningStandalone.startWith(
                        directory, "tracing: {endpoint: \"" + receiver.endpoint() + "\", names: true}\n")) {
            // Given
            Joined joined = join(running);
            TraceRoot root = TraceRoot.ofInvite(joined.room().id().value(), joined.eventId());

            // When
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                // Then
                List<SeenSpan> trace = spansOf(receiver, root);
                isWhole(trace, root);
                isOfTheWalk(trace, running.world());
            });
            assertThat(receiver.spans()).allSatisfy(TracingIT::tellsNoPayload);
            assertThat(shownByTheConsole(running, joined)).contains("\"trace_id\":\"" + root.traceId() + "\"");
            for (Topic<?> topic : TRACED) {
                assertThat(traceparents(running, topic, joined.room()))
                        .as(topic.name())
                        .isNotEmpty()
                        .allSatisfy(header -> assertThat(Objects.requireNonNull(TraceContext.parse(header)))
                                .extracting(TraceContext::traceId, TraceContext::sampled)
                                .containsExactly(root.traceId(), true));
            }
        }
    }

    @Test
    void untraced_no_record_has_the_header() throws Exception {
        try (RunningStandalone running = RunningStandalone.startWith(directory, "")) {
            // When
            Joined joined = join(running);
            // Then
            for (Topic<?> topic : TRACED) {
                assertThat(traceparents(running, topic, joined.room()))
                        .as(topic.name())
                        .isNotEmpty()
                        .containsOnly("");
            }
        }
    }

    /** A room that was joined past a server that fails. */
    private record Joined(ScriptedRoom room, String eventId) {}

    private static Joined join(RunningStandalone running) throws Exception {
        Deployment us = running.deployment();
        FederationWorld world = running.world();
        ScriptedHomeserver alices = world.server("a.example");
        ScriptedHomeserver dead = world.server("dead.example");
        dead.goOffline();
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        UserId bob = us.user("bob");
        InviteExchange invited = us.invited(alices, "alice", room, bob, InviteEnvelope.via(dead, alices));
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        return new Joined(room, invited.eventId().value());
    }

    private static List<SeenSpan> spansOf(SpanReceiver receiver, TraceRoot root) {
        return receiver.spans().stream()
                .filter(span -> span.traceId().equals(root.traceId()))
                .toList();
    }

    private static String shownByTheConsole(RunningStandalone running, Joined joined) throws Exception {
        URI path = URI.create(running.console() + "/api/v1/invites/"
                + encoded(joined.room().id().value()) + "/"
                + encoded(running.deployment().user("bob").value()));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(path).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** Every span but the first has its parent in the trace, and each stands under the one that led to it. */
    private static void isWhole(List<SeenSpan> trace, TraceRoot root) {
        SeenSpan put = one(trace, "PUT /_matrix/federation/v2/invite/{roomId}/{eventId}");
        SeenSpan append = one(trace, "send invites.received");
        SeenSpan recorded = one(trace, "process invites.received");
        SeenSpan accepted = one(trace, "process invites.commands");
        assertThat(put.parentId()).isEmpty();
        assertThat(put.kind()).isEqualTo("SERVER");
        assertThat(put.attribute("http.response.status_code")).isEqualTo("200");
        assertThat(append.parentId()).isEqualTo(put.spanId());
        assertThat(recorded.parentId()).isEqualTo(append.spanId());
        assertThat(recorded.spanId()).isEqualTo(root.spanId());
        assertThat(accepted.parentId()).isEqualTo(recorded.spanId());
        List<String> ids = trace.stream().map(SeenSpan::spanId).toList();
        assertThat(trace)
                .filteredOn(span -> span != put)
                .allSatisfy(span -> assertThat(ids).as(span.name()).contains(span.parentId()));
        List<SeenSpan> orders = all(trace, "process invites.handshakes");
        List<SeenSpan> results = all(trace, "process invites.handshake-results");
        assertThat(orders).hasSize(2);
        assertThat(orders.getFirst().parentId()).isEqualTo(accepted.spanId());
        assertThat(results.getFirst().parentId()).isEqualTo(orders.getFirst().spanId());
        assertThat(orders.getLast().parentId()).isEqualTo(results.getFirst().spanId());
        assertThat(results.getLast().parentId()).isEqualTo(orders.getLast().spanId());
        assertThat(results.getLast().attribute("vestibule.outcomes")).isEqualTo("JOINED");
    }

    /** A span for each attempt, under the order that it was made for. */
    private static void isOfTheWalk(List<SeenSpan> trace, FederationWorld world) {
        List<SeenSpan> orders = all(trace, "process invites.handshakes");
        List<SeenSpan> calls =
                trace.stream().filter(span -> span.kind().equals("CLIENT")).toList();
        assertThat(calls)
                .extracting(
                        SeenSpan::name,
                        span -> world.nickname(span.attribute("server.address")),
                        SeenSpan::failed,
                        SeenSpan::parentId)
                .containsExactlyInAnyOrder(
                        tuple(
                                "GET make_join",
                                "dead.example",
                                true,
                                orders.getFirst().spanId()),
                        tuple(
                                "GET make_join",
                                "a.example",
                                false,
                                orders.getFirst().spanId()),
                        tuple(
                                "PUT send_join",
                                "a.example",
                                false,
                                orders.getLast().spanId()));
    }

    private static void tellsNoPayload(SeenSpan span) {
        assertThat(span.attributes().values())
                .allSatisfy(text -> assertThat(text).doesNotContain("{\""));
    }

    private static List<String> traceparents(RunningStandalone running, Topic<?> topic, ScriptedRoom room) {
        return running.deployment().headers(topic, room, TraceContext.HEADER);
    }

    private static List<SeenSpan> all(List<SeenSpan> trace, String name) {
        return trace.stream()
                .filter(span -> span.name().equals(name))
                .sorted((one, other) -> Long.compare(one.startNanos(), other.startNanos()))
                .toList();
    }

    private static SeenSpan one(List<SeenSpan> trace, String name) {
        assertThat(all(trace, name)).as(name).hasSize(1);
        return all(trace, name).getFirst();
    }
}
