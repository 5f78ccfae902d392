/**
 * The lane consumer: work orders from a topic, thousands at once, each lane in order, none lost.
 *
 * <p>A plain consumer reads the topic and hands each order to a virtual thread. Orders that name the same lane run one
 * after another; all others run side by side, up to a bound, with room kept for orders that somebody waits for. Because
 * orders end out of order, the commit of a partition is the lowest unfinished offset, and the finished ones above it ride
 * along in the commit's metadata, so that one slow peer does not make a restart repeat everything behind it.
 *
 * <pre>
 *   poll ──► {@link io.vestibule.kit.lanes.OrderDecoder} ──► lanes ──► {@link io.vestibule.kit.lanes.OrderHandler} ──► acknowledgement
 *    ▲            │ bad: {@link io.vestibule.kit.lanes.DeadLetters}       (virtual threads)                             │
 *    └── pause, resume ◄── window per partition ◄── finished offsets ◄─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Used by every service that carries out orders of the topology. It must not know what an order means: no Matrix, no
 * HTTP, no Avro.
 */
@NullMarked
package io.vestibule.kit.lanes;

import org.jspecify.annotations.NullMarked;
