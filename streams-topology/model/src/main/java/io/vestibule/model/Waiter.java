package io.vestibule.model;

/**
 * A command that waits for an operation's outcome. Immutable.
 *
 * @param id the command
 * @param type what it asked for
 */
public record Waiter(CommandId id, CommandType type) {}
