/**
 * The ledger's events of one invite as lines of a history, for people and for scripts.
 *
 * <p>Reads records, decides nothing. A new kind of event does not compile until it is told here.
 */
@NullMarked
package io.vestibule.cli.history;

import org.jspecify.annotations.NullMarked;
