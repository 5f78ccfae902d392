/**
 * A collector of traces for tests: takes OTLP over HTTP as a real one does, and remembers the spans.
 *
 * <p>It reads the wire format by itself, so that tests see what is really sent and need none of the sender's libraries. Knows
 * nothing of Vestibule.
 */
@NullMarked
package io.vestibule.testkit.trace;

import org.jspecify.annotations.NullMarked;
