package io.vestibule.kit.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Who a span is, as the next one is told: W3C Trace Context, without {@code tracestate}. Immutable.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all zero
 * @param spanId 16 hexadecimal digits in lower case, not all zero
 * @param sampled whether the trace is kept
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** The header of requests and records that carries a context. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** @return the context that a header says, null if there is none or it is malformed */
    public static @Nullable TraceContext parse(@Nullable String header) {
        Matcher parts = FORM.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return null;
        }
        String version = parts.group(1);
        boolean known = version.equals("00") ? parts.group(5) == null : !version.equals("ff");
        boolean named = !parts.group(2).equals(NO_TRACE) && !parts.group(3).equals(NO_SPAN);
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
        return known && named ? new TraceContext(parts.group(2), parts.group(3), sampled) : null;
    }

    /** @return the context that a record carries, null if there is none or it is malformed */
    public static @Nullable TraceContext of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null ? null : parse(new String(header.value(), US_ASCII));
    }

    /** @return the header's value */
    public byte[] bytes() {
        return toString().getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
