/**
 * Talking to Vestibule over its topics: commands out, outcomes in, views and ledger read back.
 *
 * <p>What the CLI and the demo share. Knows the catalogue and its serdes, nothing of the command line.
 */
@NullMarked
package io.vestibule.cli.client;

import org.jspecify.annotations.NullMarked;
