package io.vestibule.kit.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.vestibule.kit.config.TracingConfig;
import io.vestibule.matrix.id.ServerName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Spans by OpenTelemetry. The one place that knows it: whoever does not trace never loads it. */
final class OtelTracing implements Tracing {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
    private static final long CLOSE_SECONDS = 5;

    private final SdkTracerProvider provider;
    private final Map<SpanDraft.Part, Tracer> tracers = new EnumMap<>(SpanDraft.Part.class);
    private final Sampler share;
    private final boolean names;

    private OtelTracing(SdkTracerProvider provider, Sampler share, boolean names) {
        this.provider = provider;
        this.share = share;
        this.names = names;
        for (SpanDraft.Part part : SpanDraft.Part.values()) {
            tracers.put(part, provider.get("io.vestibule." + part.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Sends batches to {@code /v1/traces} below the endpoint, at most a second after a span has ended. */
    static Tracing exporting(URI endpoint, TracingConfig config, ServerName us) {
        LibraryLog.pass("io.opentelemetry");
        Sampler share = Sampler.traceIdRatioBased(config.sample());
        Attributes who = Attributes.builder()
                .put("service.name", "vestibule")
                .put("service.namespace", us.value())
                .build();
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .setTimeout(EXPORT_TIMEOUT)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(who)))
                .setIdGenerator(WantedIds.GENERATOR)
                .setSampler(Sampler.parentBased(share))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(DELAY)
                        .setExporterTimeout(EXPORT_TIMEOUT)
                        .build())
                .build();
        return new OtelTracing(provider, share, config.names());
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public boolean tellsNames() {
        return names;
    }

    @Override
    public OpenSpan start(SpanDraft draft) {
        Instant now = Instant.now();
        Instant begun = draft.begun == null ? now : draft.begun;
        SpanBuilder builder = Objects.requireNonNull(tracers.get(draft.part))
                .spanBuilder(draft.name)
                .setSpanKind(SpanKind.valueOf(draft.kind.name()))
                .setStartTimestamp(begun);
        if (draft.parent == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(Span.wrap(remote(draft.parent))));
        }
        if (draft.link != null) {
            builder.addLink(remote(draft.link));
        }
        builder.setAllAttributes(attributes(draft));
        return new Drawn(WantedIds.start(draft.traceId, draft.spanId, builder::startSpan), begun);
    }

    @Override
    public TraceContext contextOf(TraceRoot root) {
        boolean sampled =
                share.shouldSample(Context.root(), root.traceId(), "", SpanKind.INTERNAL, Attributes.empty(), List.of())
                                .getDecision()
                        == SamplingDecision.RECORD_AND_SAMPLE;
        return new TraceContext(root.traceId(), root.spanId(), sampled);
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static SpanContext remote(TraceContext context) {
        return SpanContext.createFromRemoteParent(
                context.traceId(),
                context.spanId(),
                context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    private static Attributes attributes(SpanDraft draft) {
        AttributesBuilder attributes = Attributes.builder();
        draft.texts.forEach(attributes::put);
        draft.numbers.forEach(attributes::put);
        return attributes.build();
    }

    /** A span that may have begun by another clock, a little ahead of this one. */
    private record Drawn(Span span, Instant begun) implements OpenSpan {

        @Override
        public @Nullable TraceContext context() {
            SpanContext context = span.getSpanContext();
            return new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled());
        }

        @Override
        public void note(String attribute, String text) {
            span.setAttribute(attribute, text);
        }

        @Override
        public void note(String attribute, long number) {
            span.setAttribute(attribute, number);
        }

        @Override
        public void failed(String type) {
            span.setAttribute("error.type", type);
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void end() {
            Instant now = Instant.now();
            span.end(now.isBefore(begun) ? begun : now);
        }
    }
}
