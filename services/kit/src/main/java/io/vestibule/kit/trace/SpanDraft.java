package io.vestibule.kit.trace;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span before it begins: its name, its place among others and what is known of it. Made only where spans are drawn. For one
 * thread.
 */
public final class SpanDraft {

    /** What a span is to those on its other side. */
    public enum Kind {
        SERVER,
        CLIENT,
        PRODUCER,
        CONSUMER,
        INTERNAL
    }

    /** Which service draws it: the instrumentation scope. */
    public enum Part {
        INGRESS,
        TOPOLOGY,
        WORKER
    }

    final Part part;
    final Kind kind;
    final String name;
    final Map<String, String> texts = new LinkedHashMap<>();
    final Map<String, Long> numbers = new LinkedHashMap<>();

    @Nullable
    TraceContext parent;

    @Nullable
    TraceContext link;

    @Nullable
    String traceId;

    @Nullable
    String spanId;

    @Nullable
    Instant begun;

    public SpanDraft(Part part, Kind kind, String name) {
        this.part = part;
        this.kind = kind;
        this.name = name;
    }

    /** It follows from another span; null changes nothing. */
    public SpanDraft childOf(@Nullable TraceContext cause) {
        this.parent = cause;
        return this;
    }

    /** It has to do with a span of another trace; null changes nothing. */
    public SpanDraft linkedTo(@Nullable TraceContext other) {
        this.link = other;
        return this;
    }

    /** Where it has no parent it begins this trace. */
    public SpanDraft inTraceOf(TraceRoot root) {
        this.traceId = root.traceId();
        return this;
    }

    /** It is the span that stands for the root, and where it has no parent it begins the root's trace. */
    public SpanDraft standingFor(TraceRoot root) {
        this.spanId = root.spanId();
        return inTraceOf(root);
    }

    /** When it began, if not now. */
    public SpanDraft begunAt(Instant at) {
        this.begun = at;
        return this;
    }

    /** Something that is known of it; an empty text changes nothing. */
    public SpanDraft with(String attribute, String text) {
        if (!text.isEmpty()) {
            texts.put(attribute, text);
        }
        return this;
    }

    /** Something that is known of it. */
    public SpanDraft with(String attribute, long number) {
        numbers.put(attribute, number);
        return this;
    }
}
