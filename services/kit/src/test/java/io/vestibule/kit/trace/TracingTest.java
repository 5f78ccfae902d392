package io.vestibule.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vestibule.kit.config.TracingConfig;
import io.vestibule.kit.trace.SpanDraft.Kind;
import io.vestibule.kit.trace.SpanDraft.Part;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.trace.SeenSpan;
import io.vestibule.testkit.trace.SpanReceiver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final ServerName US = ServerName.of("us.example");
    private static final TraceRoot ROOT = TraceRoot.ofInvite("!room:a.example", "$event");

    private SpanReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = SpanReceiver.open();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    /** Traces, stops, and answers what has arrived then. */
    private List<SeenSpan> traced(double sample, Consumer<Tracing> work) {
        try (Tracing tracing = Tracing.of(new TracingConfig(Optional.of(receiver.endpoint()), sample, false), US)) {
            work.accept(tracing);
        }
        return receiver.spans();
    }

    @Test
    void where_nothing_is_traced_no_object_is_made() {
        // Given
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tracing tracing = Tracing.of(new TracingConfig(Optional.empty(), 1, false), US);
        draw(tracing);

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            draw(tracing);
        }
        long made = threads.getCurrentThreadAllocatedBytes() - before;

        // Then
        assertThat(tracing).isSameAs(Tracing.OFF);
        assertThat(made).isLessThan(1_000);
    }

    /** What every place does that draws a span. */
    private static void draw(Tracing tracing) {
        OpenSpan span = tracing.isOn()
                ? tracing.start(new SpanDraft(Part.WORKER, Kind.CLIENT, "GET make_join"))
                : OpenSpan.NONE;
        span.note("http.response.status_code", 200);
        if (span.header() == null) {
            span.end();
        }
    }

    @Test
    void a_span_arrives_with_its_place_its_time_and_what_is_known_of_it() {
        // Given
        TraceContext cause = new TraceContext("1".repeat(32), "2".repeat(16), true);
        TraceContext other = new TraceContext("3".repeat(32), "4".repeat(16), false);
        Instant begun = Instant.parse("2026-11-21T12:00:00.250Z");
        // When
        List<SeenSpan> spans = traced(0, tracing -> {
            OpenSpan span = tracing.start(new SpanDraft(Part.WORKER, Kind.CLIENT, "GET make_join")
                    .childOf(cause)
                    .linkedTo(other)
                    .begunAt(begun)
                    .with("server.address", "a.example"));
            span.note("http.response.status_code", 403);
            span.failed("403");
            span.end();
        });
        // Then
        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.scope()).isEqualTo("io.vestibule.worker");
            assertThat(span.name()).isEqualTo("GET make_join");
            assertThat(span.kind()).isEqualTo("CLIENT");
            assertThat(span.traceId()).isEqualTo(cause.traceId());
            assertThat(span.parentId()).isEqualTo(cause.spanId());
            assertThat(span.links()).containsExactly(other.traceId() + "-" + other.spanId());
            assertThat(span.startNanos()).isEqualTo(begun.toEpochMilli() * 1_000_000);
            assertThat(span.attributes())
                    .containsEntry("server.address", "a.example")
                    .containsEntry("http.response.status_code", "403")
                    .containsEntry("error.type", "403");
            assertThat(span.failed()).isTrue();
        });
    }

    @Test
    void what_stands_for_a_root_has_its_ids_and_others_find_it_by_them() {
        // When
        List<SeenSpan> spans = traced(1, tracing -> {
            tracing.start(new SpanDraft(Part.INGRESS, Kind.SERVER, "request").inTraceOf(ROOT))
                    .end();
            tracing.start(new SpanDraft(Part.TOPOLOGY, Kind.CONSUMER, "recorded").standingFor(ROOT))
                    .end();
            tracing.start(new SpanDraft(Part.TOPOLOGY, Kind.CONSUMER, "later").childOf(tracing.contextOf(ROOT)))
                    .end();
        });
        // Then
        assertThat(spans).extracting(SeenSpan::traceId).containsOnly(ROOT.traceId());
        assertThat(named(spans, "recorded").spanId()).isEqualTo(ROOT.spanId());
        assertThat(named(spans, "later").parentId()).isEqualTo(ROOT.spanId());
        assertThat(named(spans, "request").spanId()).isNotEqualTo(ROOT.spanId());
    }

    @Test
    void a_trace_is_kept_as_a_whole_or_not_at_all() {
        // Given
        List<TraceRoot> roots = IntStream.range(0, 400)
                .mapToObj(n -> TraceRoot.ofCommand("c" + n))
                .toList();
        // When
        List<SeenSpan> spans = traced(
                0.25,
                tracing -> roots.forEach(root -> {
                    tracing.start(new SpanDraft(Part.TOPOLOGY, Kind.CONSUMER, "first").standingFor(root))
                            .end();
                    tracing.start(new SpanDraft(Part.TOPOLOGY, Kind.INTERNAL, "second")
                                    .childOf(tracing.contextOf(root)))
                            .end();
                }));
        // Then
        List<String> first = traces(spans, "first");
        assertThat(first).hasSizeBetween(60, 140).containsExactlyInAnyOrderElementsOf(traces(spans, "second"));
    }

    @Test
    void a_collector_that_is_not_there_disturbs_nobody() {
        // Given
        receiver.close();
        // When
        List<SeenSpan> spans = traced(
                1,
                tracing -> tracing.start(new SpanDraft(Part.WORKER, Kind.CLIENT, "lost"))
                        .end());
        // Then
        assertThat(spans).isEmpty();
    }

    @Test
    void without_an_endpoint_nothing_is_drawn() {
        // Given
        Tracing tracing = Tracing.of(new TracingConfig(Optional.empty(), 1, true), US);
        // When
        OpenSpan span = tracing.start(new SpanDraft(Part.WORKER, Kind.CLIENT, "nothing"));
        // Then
        assertThat(tracing).isSameAs(Tracing.OFF);
        assertThat(span).isSameAs(OpenSpan.NONE);
        assertThat(span.header()).isNull();
        assertThat(CurrentSpan.get()).isSameAs(OpenSpan.NONE);
    }

    private static SeenSpan named(List<SeenSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .reduce((one, other) -> {
                    throw new AssertionError("two spans " + name);
                })
                .orElseThrow();
    }

    private static List<String> traces(List<SeenSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .map(SeenSpan::traceId)
                .toList();
    }
}
