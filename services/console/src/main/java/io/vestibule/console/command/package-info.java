/**
 * What is done through the console: commands on the log, and the replay of dead letters.
 *
 * <p>{@link io.vestibule.console.command.CommandReader} reads a command from JSON, {@link
 * io.vestibule.console.command.CommandDesk} sends it and waits a bounded time for its outcome. A command carries who asked
 * for it. Nothing is decided here.
 */
@NullMarked
package io.vestibule.console.command;

import org.jspecify.annotations.NullMarked;
