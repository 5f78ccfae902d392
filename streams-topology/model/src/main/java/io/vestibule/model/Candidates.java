package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom to ask, in order: the routes, then servers of stripped state, then the sender's server as the last resort. */
final class Candidates {

    private Candidates() {}

    /**
     * @param routes the room's routes
     * @param invite the user's newest invite, null for a knock
     * @param rules own names to skip, the last resort, the age of routes
     * @param now the time of the decision
     * @return the servers of a walk
     */
    static List<Candidate> ofRoom(Routes routes, @Nullable Invitation invite, Rules rules, Instant now) {
        return assemble(routes, invite, rules, now.minus(rules.keeping().routes()));
    }

    /** @return the servers of a walk that is limited to the user's own newest invite */
    static List<Candidate> ofInvite(Invitation invite, Rules rules) {
        return assemble(Routes.EMPTY.with(invite, Instant.EPOCH), invite, rules, Instant.EPOCH);
    }

    /** @return at most {@link Rules.Background#servers} of them, the sender's server among them */
    static List<Candidate> few(List<Candidate> candidates, @Nullable Invitation invite, Rules rules) {
        int most = rules.background().servers();
        if (invite == null || rules.isOwn(invite.sender().server())) {
            return candidates.subList(0, Math.min(most, candidates.size()));
        }
        Candidate sender = senderOf(candidates, invite);
        List<Candidate> few = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean isSender = candidate.server().equals(sender.server());
            boolean roomLeft = few.size() < most - (few.contains(sender) ? 0 : 1);
            if (isSender || roomLeft) {
                few.add(candidate);
            }
        }
        if (!few.contains(sender)) {
            few.add(sender);
        }
        return List.copyOf(few);
    }

    /** @return the sender's server as it stands among the candidates, or as a last resort */
    static Candidate senderOf(List<Candidate> candidates, Invitation invite) {
        ServerName sender = invite.sender().server();
        return candidates.stream()
                .filter(candidate -> candidate.server().equals(sender))
                .findFirst()
                .orElseGet(() -> new Candidate(sender, CandidateSource.LAST_RESORT, invite.eventId()));
    }

    private static List<Candidate> assemble(Routes routes, @Nullable Invitation invite, Rules rules, Instant oldest) {
        Map<ServerName, Candidate> ordered = new LinkedHashMap<>();
        routes.servers().forEach(route -> add(ordered, route, oldest));
        routes.stripped().forEach(route -> add(ordered, route, oldest));
        if (invite != null && rules.lastResort()) {
            ServerName sender = invite.sender().server();
            EventId by = invite.eventId();
            ordered.putIfAbsent(sender, new Candidate(sender, CandidateSource.LAST_RESORT, by));
        }
        return ordered.values().stream()
                .filter(candidate -> !rules.isOwn(candidate.server()))
                .toList();
    }

    private static void add(Map<ServerName, Candidate> ordered, Route route, Instant oldest) {
        if (!route.at().isBefore(oldest)) {
            ordered.putIfAbsent(route.server(), new Candidate(route.server(), route.source(), route.contributedBy()));
        }
    }
}
