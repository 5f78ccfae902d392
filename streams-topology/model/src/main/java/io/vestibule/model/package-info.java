/**
 * What becomes of an invite: the pure core of Vestibule.
 *
 * <p>{@link io.vestibule.model.InviteDecider} turns an {@link io.vestibule.model.Input} into {@link
 * io.vestibule.model.Fact}s; only facts change a {@link io.vestibule.model.InviteRecord} or a {@link
 * io.vestibule.model.RoomRecord}, and work orders, outcomes, views and wake-ups follow from them. Who calls this: the
 * topology, the tools that read the ledger, tests.
 *
 * <p>Knows the JDK and the identifiers of Matrix, and no clock, randomness, I/O, Kafka, Avro or JSON. Time and input
 * coordinates come in as arguments; whatever needs a key, the network or a wait leaves as a work order.
 */
@NullMarked
package io.vestibule.model;

import org.jspecify.annotations.NullMarked;
