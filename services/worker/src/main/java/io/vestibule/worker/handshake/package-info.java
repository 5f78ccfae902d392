/**
 * The two-step handshake with other homeservers: find a server that gives a template and sign what it gives; then send the
 * signed event to that server, and to it alone.
 *
 * <p>The first step has no side effect anywhere and may be repeated freely. The second always sends the event that the
 * order holds, so that repeating it after a crash or a timeout puts no second event on the wire.
 *
 * <p>Called by the worker's order handling. Must not know Kafka.
 */
@NullMarked
package io.vestibule.worker.handshake;

import org.jspecify.annotations.NullMarked;
