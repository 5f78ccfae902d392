package io.vestibule.kit.trace;

import io.vestibule.kit.config.TracingConfig;
import io.vestibule.matrix.id.ServerName;

/** Draws spans and sends them off in the background. Nothing that is traced waits for it or fails with it. Thread-safe. */
public interface Tracing extends AutoCloseable {

    /** Draws nothing. */
    Tracing OFF = new Untraced();

    /**
     * @param config where spans go; without an endpoint nothing is traced and no library is loaded
     * @param us who we are in the federation
     * @return to be closed, which sends what has not been sent yet
     */
    static Tracing of(TracingConfig config, ServerName us) {
        return config.endpoint()
                .<Tracing>map(endpoint -> OtelTracing.exporting(endpoint, config, us))
                .orElse(OFF);
    }

    /** @return whether spans are drawn; where they are not, nothing need be made for them */
    boolean isOn();

    /** @return whether spans may name rooms, users and events */
    boolean tellsNames();

    /** Begins a span. */
    OpenSpan start(SpanDraft draft);

    /** @return a root as other spans refer to it, sampled as its trace is */
    TraceContext contextOf(TraceRoot root);

    @Override
    void close();
}
