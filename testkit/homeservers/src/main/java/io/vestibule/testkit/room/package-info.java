/**
 * A small real room: create event, members, power levels, join rules, signed events with correct auth and prev events.
 *
 * <p>One {@link io.vestibule.testkit.room.ScriptedRoom} object stands for the room on all its resident servers, as if
 * federation between them were instant. It knows just enough of the authorisation rules to answer invitees as a real server
 * would: who may join, who may leave, who may invite. Knows nothing of HTTP.
 */
@NullMarked
package io.vestibule.testkit.room;

import org.jspecify.annotations.NullMarked;
