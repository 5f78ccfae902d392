/**
 * The state of a joined room on its way from the answer to {@code send_join} into {@code rooms.imported}.
 *
 * <pre>
 *   answer ──► {@link io.vestibule.worker.imports.Spool} ──► {@link io.vestibule.worker.imports.Survey} ──► {@link io.vestibule.worker.imports.RoomKeys} ──► {@link io.vestibule.worker.imports.EventCheck} ──► {@link io.vestibule.worker.imports.ImportWriter}
 *              (a file)      (who signed, one create)  (fetched once)   (each event)    (records, manifest last)
 * </pre>
 *
 * <p>An answer may have tens of megabytes and comes from a stranger: it lies in a bounded file and is read twice, one event in
 * memory at a time. The first reading finds the room's create event and who has signed; the second checks and writes.
 * What a reader of the topic may rely on stands in {@code docs/importing.md}.
 *
 * <p>Called by the second step of a handshake. Auth rules and state resolution are the reader's.
 */
@NullMarked
package io.vestibule.worker.imports;

import org.jspecify.annotations.NullMarked;
