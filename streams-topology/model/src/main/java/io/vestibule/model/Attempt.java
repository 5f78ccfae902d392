package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at one server, as the worker tells it. Immutable.
 *
 * @param server the server asked
 * @param step the step of the handshake
 * @param result how it ended
 * @param http the HTTP status, 0 when none was received
 * @param errcode the peer's errcode, empty when none
 * @param detail words for people
 * @param startedAt when it began
 * @param tookMillis how long it took
 * @param source why the server was asked
 * @param contributedBy the invite that named the server, null when none did
 */
public record Attempt(
        ServerName server,
        AttemptStep step,
        AttemptResult result,
        int http,
        String errcode,
        String detail,
        Instant startedAt,
        long tookMillis,
        CandidateSource source,
        @Nullable EventId contributedBy) {}
