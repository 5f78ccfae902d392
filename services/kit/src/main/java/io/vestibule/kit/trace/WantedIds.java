package io.vestibule.kit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives a span the IDs that are wanted for it, and random ones where none are. */
final class WantedIds implements IdGenerator {

    static final IdGenerator GENERATOR = new WantedIds();

    private record Wanted(
            @Nullable String traceId, @Nullable String spanId) {}

    private static final ScopedValue<Wanted> WANTED = ScopedValue.newInstance();
    private static final Wanted ANY = new Wanted(null, null);

    private final IdGenerator random = IdGenerator.random();

    private WantedIds() {}

    /** Starts a span that gets these IDs, as far as they are not null and it is not told another trace by its parent. */
    static Span start(@Nullable String traceId, @Nullable String spanId, Supplier<Span> start) {
        return ScopedValue.where(WANTED, new Wanted(traceId, spanId)).call(start::get);
    }

    @Override
    public String generateSpanId() {
        String wanted = WANTED.orElse(ANY).spanId();
        return wanted == null ? random.generateSpanId() : wanted;
    }

    @Override
    public String generateTraceId() {
        String wanted = WANTED.orElse(ANY).traceId();
        return wanted == null ? random.generateTraceId() : wanted;
    }
}
