package io.vestibule.model;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact with its place in the ledger. Immutable.
 *
 * @param room the room
 * @param user the local user, null for facts of the room as a whole
 * @param decidedAt when it was decided
 * @param origin the input that led to it
 * @param index its position among the facts of that input, from 0
 * @param fact what was decided
 */
public record LedgerEvent(
        RoomId room, @Nullable UserId user, Instant decidedAt, Coordinates origin, int index, Fact fact) {}
