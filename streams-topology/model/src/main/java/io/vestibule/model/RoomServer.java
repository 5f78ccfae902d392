package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;

/**
 * One server of a room, as the homeserver sees it. Immutable.
 *
 * @param server its name
 * @param highestPower the highest power level among its joined users
 * @param creator whether a joined user of it is a creator of the room, where creators outrank every level (room version 12)
 * @param members how many of its users have joined
 * @param unreachable whether the homeserver has not reached it for long
 */
public record RoomServer(ServerName server, long highestPower, boolean creator, int members, boolean unreachable) {}
