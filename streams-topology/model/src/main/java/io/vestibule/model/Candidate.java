package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import org.jspecify.annotations.Nullable;

/**
 * A server that is to be asked. Immutable.
 *
 * @param server its name
 * @param source why it is asked
 * @param contributedBy the invite that named it, null when none did
 */
public record Candidate(
        ServerName server, CandidateSource source, @Nullable EventId contributedBy) {}
