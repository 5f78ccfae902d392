/**
 * What the console keeps in memory: boards, each a bounded fold of one topic or two, read by followers of the client
 * library.
 *
 * <p>{@link io.vestibule.console.board.Boards} opens them when somebody asks for the first time. A board says whether it
 * has everything. Nothing here is the truth: that is the topology's, and the ledger's.
 */
@NullMarked
package io.vestibule.console.board;

import org.jspecify.annotations.NullMarked;
