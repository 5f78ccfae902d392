package io.vestibule.testkit.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as it was sent. Immutable.
 *
 * @param scope who drew it
 * @param name its name
 * @param kind SERVER, CLIENT, PRODUCER, CONSUMER or INTERNAL
 * @param traceId its trace, 32 hexadecimal digits
 * @param spanId itself, 16 hexadecimal digits
 * @param parentId its parent, empty for none
 * @param links the spans that it is linked to, trace and span with a hyphen between them
 * @param attributes what is told of it; numbers and truth values as text
 * @param startNanos when it began, nanoseconds since 1970
 * @param endNanos when it ended
 * @param failed whether it came to nothing
 */
public record SeenSpan(
        String scope,
        String name,
        String kind,
        String traceId,
        String spanId,
        String parentId,
        List<String> links,
        Map<String, String> attributes,
        long startNanos,
        long endNanos,
        boolean failed) {

    private static final List<String> KINDS =
            List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
    private static final int ERROR = 2;

    public SeenSpan {
        links = List.copyOf(links);
        attributes = Map.copyOf(attributes);
    }

    /** Fields of {@code opentelemetry.proto.trace.v1.Span}. */
    static SeenSpan read(String scope, ProtoFields span) {
        return new SeenSpan(
                scope,
                span.text(5),
                KINDS.get((int) span.number(6)),
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.messages(13).stream()
                        .map(link -> link.hex(1) + "-" + link.hex(2))
                        .toList(),
                span.messages(9).stream().collect(Collectors.toMap(attribute -> attribute.text(1), SeenSpan::value)),
                span.number(7),
                span.number(8),
                span.messages(15).stream().anyMatch(status -> status.number(3) == ERROR));
    }

    private static String value(ProtoFields attribute) {
        ProtoFields value = attribute.messages(2).getFirst();
        if (value.has(3)) {
            return Long.toString(value.number(3));
        }
        return value.has(2) ? Boolean.toString(value.number(2) == 1) : value.text(1);
    }

    /** @return an attribute's value, empty if there is none */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
