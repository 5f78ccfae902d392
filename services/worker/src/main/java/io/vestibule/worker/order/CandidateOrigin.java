package io.vestibule.worker.order;

import io.vestibule.schemas.CandidateSource;

/**
 * Where the topology has a candidate from. The worker only passes it on.
 *
 * @param source why the server is among the candidates
 * @param contributedBy the invite that contributed it, empty when none did
 */
public record CandidateOrigin(CandidateSource source, String contributedBy) {
    /** For attempts that belong to no candidate. */
    public static final CandidateOrigin NONE = new CandidateOrigin(CandidateSource.UNKNOWN, "");
}
