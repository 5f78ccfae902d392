/**
 * The state of a joined room on its way from the answer to {@code send_join} into {@code rooms.imported}.
 *
 * <pre>
 *   answer ──► {@link io.vestibule.worker.imports.Slices batches} ──► {@link io.vestibule.worker.imports.FirstReading} ──► {@link io.vestibule.worker.imports.Spool}      ──► {@link io.vestibule.worker.imports.SecondReading} ──► {@link io.vestibule.worker.imports.ImportWriter}
 *                       (on the lanes, keys so far)  (until the end)  (on the lanes, the rest)  (records, manifest last)
 * </pre>
 *
 * <p>An answer may have tens of megabytes and comes from a stranger. Each event is parsed once, when it arrives: batches of
 * events go to the {@link io.vestibule.worker.imports.VerificationLanes}, come back in order, and lie as checked
 * {@link io.vestibule.worker.imports.Block}s in a bounded spool until the answer has ended and the
 * {@link io.vestibule.worker.imports.Survey} finds it to be about the room; so nothing is written of an answer that is
 * refused. Keys that are not at hand are {@link io.vestibule.worker.imports.EarlyKeys looked up} meanwhile; their events are
 * decided afterwards, with the {@link io.vestibule.worker.imports.RoomKeys} that can be had within a budget of time. What a
 * reader of the topic may rely on stands in {@code docs/importing.md}.
 *
 * <p>Called by the second step of a handshake. Auth rules and state resolution are the reader's.
 */
@NullMarked
package io.vestibule.worker.imports;

import org.jspecify.annotations.NullMarked;
