/**
 * Room versions as values: what differs between them is data, each version is its predecessor with a few changes, and code
 * asks the rules rather than comparing versions (specification, "Room versions").
 *
 * <p>{@link io.vestibule.matrix.room.RoomVersions} finds the rules for a version's name; events, signers and endpoints are
 * handed them.
 *
 * <p>Holds the rules that a server needs that is not in the room. Authorisation rules and state resolution are the
 * homeserver's.
 */
@NullMarked
package io.vestibule.matrix.room;

import org.jspecify.annotations.NullMarked;
