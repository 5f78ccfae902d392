/**
 * Makes a topology's stores anew from the ledger: after lost changelogs, or for another number of partitions.
 *
 * <p>{@link io.vestibule.topology.service.rebuild.Rebuild} folds the ledger, writes the changelogs of an application that has
 * none yet, and commits for it where each input is to be read on. The topology itself knows nothing of this: started under
 * that application ID, it restores its stores as after any other start. Who calls this: the command line.
 */
@NullMarked
package io.vestibule.topology.service.rebuild;

import org.jspecify.annotations.NullMarked;
