/**
 * Events as servers exchange them (persistent data units): their format, hashes, IDs, redaction and signatures, for every
 * room version (server-server API, "Signing Events" and "Checks performed on receipt of a PDU").
 *
 * <p>A {@link io.vestibule.matrix.event.Pdu} exists only if its format is right; reading one from a stranger answers with a
 * {@link io.vestibule.matrix.event.PduReading}. It keeps the bytes that it came in. Signing adds to those bytes and changes
 * nothing else. {@link io.vestibule.matrix.event.MembershipTemplate} turns what another server offers for a join or a leave
 * into an event of ours, taking over no more than it must.
 *
 * <p>Does no I/O: keys are handed in as a function, times and random parts as arguments. Knows nothing of a room's state, so
 * it never says whether an event is allowed.
 */
@NullMarked
package io.vestibule.matrix.event;

import org.jspecify.annotations.NullMarked;
