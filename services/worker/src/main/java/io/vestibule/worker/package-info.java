/**
 * The worker: carries out what the topology decides where a key, the network or a wait is needed.
 *
 * <p>{@link io.vestibule.worker.WorkerService} reads {@code invites.handshakes} in lanes, gives each order to {@link
 * io.vestibule.worker.OrderHandling}, and writes what came of it to {@code invites.handshake-results}. It decides nothing and
 * keeps nothing but the memory of which servers were silent: an order that is delivered again is carried out again, and that
 * is harmless, because the first step of a handshake has no effect and the second always sends the same event.
 *
 * <p>Started by standalone or alone. Must not know the topology, ingress or the decisions.
 */
@NullMarked
package io.vestibule.worker;

import org.jspecify.annotations.NullMarked;
