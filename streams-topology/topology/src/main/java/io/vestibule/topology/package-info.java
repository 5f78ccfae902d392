/**
 * The Kafka Streams application around the decider.
 *
 * <p>{@link io.vestibule.topology.InviteTopology} builds it: commands and feeds are keyed by the room in their value and
 * repartitioned (a command about an open invite, which stands with its room, is spared that), then one processor per
 * partition decodes, decides, evolves and encodes, and only then writes stores and forwards. Stores hold folds of the ledger and nothing else. Avro meets the model in {@link
 * io.vestibule.topology.codec} alone.
 *
 * <p>No HTTP, no randomness, and no clock but the one that the processor context offers. Who runs this: the topology
 * service and tests.
 */
@NullMarked
package io.vestibule.topology;

import org.jspecify.annotations.NullMarked;
