/**
 * Traces: one for each invite, from the request that brought it through the log to the handshakes that it leads to.
 *
 * <p>The services draw spans with {@link io.vestibule.kit.trace.Tracing}; where nothing is traced that is
 * {@link io.vestibule.kit.trace.Tracing#OFF}, which makes no object and loads no library. Behind it stands OpenTelemetry,
 * which nobody else in Vestibule knows. Contexts travel as W3C {@code traceparent} in the headers of records
 * ({@link io.vestibule.kit.trace.TraceContext}); which trace is an invite's follows from its event ID
 * ({@link io.vestibule.kit.trace.TraceRoot}), so that nothing has to be remembered to find it again days later.
 */
@NullMarked
package io.vestibule.kit.trace;

import org.jspecify.annotations.NullMarked;
