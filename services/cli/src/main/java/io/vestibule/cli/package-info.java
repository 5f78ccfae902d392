/**
 * The commands that act on a running deployment, or tell what is wrong with one.
 *
 * <p>A command of the CLI is a client-facing service like any other and uses the same library: it appends to {@code
 * invites.commands} and waits on {@code invites.outcomes}, or reads {@code invites.state} and the ledger. It holds no state
 * and decides nothing. Results go to standard output, everything else to standard error; the exit codes are {@link
 * io.vestibule.cli.ExitCode}.
 */
@NullMarked
package io.vestibule.cli;

import org.jspecify.annotations.NullMarked;
