package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;

/**
 * One call to one server and what it came to. Times are milliseconds since the epoch.
 *
 * @param candidate the server's place in the plan
 * @param server the server
 * @param outcome what it came to
 * @param startedAt when it was asked
 * @param tookMs how long it took
 */
public record Attempt(int candidate, ServerName server, ServerOutcome outcome, long startedAt, long tookMs) {}
