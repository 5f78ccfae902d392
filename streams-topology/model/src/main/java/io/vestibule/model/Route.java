package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;

/**
 * A server that leads into a room. Immutable.
 *
 * @param server its name
 * @param source why it is one
 * @param contributedBy the newest invite that names it
 * @param at when that invite was recorded
 */
public record Route(ServerName server, CandidateSource source, EventId contributedBy, Instant at) {}
