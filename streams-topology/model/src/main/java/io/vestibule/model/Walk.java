package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One handshake on its way over the servers. Immutable.
 *
 * @param stage where it stands
 * @param candidates the servers of the last Prepare, in order
 * @param attempts every server asked so far, in order; the oldest are dropped beyond {@link #MAX_ATTEMPTS}
 */
public record Walk(Stage stage, List<Candidate> candidates, List<Attempt> attempts) {

    /** How many attempts are kept for the outcome: two of every server that a walk can have. */
    public static final int MAX_ATTEMPTS = 2 * Routes.MAX_PER_ROOM;

    /** A walk that has not begun. */
    public static final Walk IDLE = new Walk(new Stage.Idle(), List.of(), List.of());

    private static final int TRIES_OF_A_RATE_LIMITED_SERVER = 2;

    public Walk {
        candidates = List.copyOf(candidates);
        attempts = List.copyOf(attempts);
    }

    Walk at(Stage next) {
        return new Walk(next, candidates, attempts);
    }

    Walk preparing(Stage.Preparing next, List<Candidate> servers) {
        return new Walk(next, servers, attempts);
    }

    Walk answered(WorkResultType how, @Nullable ServerName server, List<Attempt> more) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.addAll(more);
        Stage over = new Stage.Over(how, server, stage.repeatsSoFar());
        int surplus = Math.max(0, all.size() - MAX_ATTEMPTS);
        return new Walk(over, candidates, all.subList(surplus, all.size()));
    }

    Walk denied(List<Candidate> servers, Instant at) {
        List<Attempt> all = new ArrayList<>(attempts);
        servers.forEach(server -> all.add(denial(server, at)));
        return new Walk(stage, candidates, all.subList(Math.max(0, all.size() - MAX_ATTEMPTS), all.size()));
    }

    private static Attempt denial(Candidate server, Instant at) {
        return new Attempt(
                server.server(),
                AttemptStep.MAKE,
                AttemptResult.ACL_DENIED,
                0,
                "",
                "the room's server ACL denies it",
                at,
                0,
                server.source(),
                server.contributedBy());
    }

    /** @return whether the attempts tell already that the room's ACL denies the server */
    boolean tellsDenialOf(ServerName server) {
        return attempts.stream()
                .anyMatch(attempt -> attempt.server().equals(server) && attempt.result() == AttemptResult.ACL_DENIED);
    }

    /** @return whether there were servers, and the room's ACL denies every one */
    boolean isDeniedEverywhere() {
        return !attempts.isEmpty()
                && attempts.stream().allMatch(attempt -> attempt.result() == AttemptResult.ACL_DENIED);
    }

    /**
     * @param failed the server whose Submit failed
     * @return the servers behind it, and those that only asked for patience once more
     */
    List<Candidate> behind(ServerName failed) {
        int at = 0;
        while (at < candidates.size() && !candidates.get(at).server().equals(failed)) {
            at++;
        }
        List<Candidate> rest =
                new ArrayList<>(candidates.subList(Math.min(at + 1, candidates.size()), candidates.size()));
        for (Candidate candidate : candidates.subList(0, Math.min(at + 1, candidates.size()))) {
            if (deservesPatience(candidate.server())) {
                rest.add(candidate);
            }
        }
        return rest;
    }

    private boolean deservesPatience(ServerName server) {
        List<Attempt> tries =
                attempts.stream().filter(a -> a.server().equals(server)).toList();
        long limited = tries.stream()
                .filter(attempt -> attempt.result().verdict() == Verdict.LATER)
                .count();
        return limited > 0
                && limited < TRIES_OF_A_RATE_LIMITED_SERVER
                && tries.getLast().result().verdict() == Verdict.LATER;
    }

    /**
     * @param refusing a server whose refusal does not end the walk
     * @return the others that have said nothing yet: not asked, or given up when this one refused
     */
    List<Candidate> unheard(ServerName refusing) {
        return candidates.stream()
                .filter(candidate -> !candidate.server().equals(refusing))
                .filter(candidate -> attempts.stream()
                        .filter(attempt -> attempt.server().equals(candidate.server()))
                        .allMatch(attempt -> attempt.result() == AttemptResult.TIMED_OUT))
                .toList();
    }

    /** @return the invite that contributed the server, null when none did */
    @Nullable
    EventId contributorOf(ServerName server) {
        for (Candidate candidate : candidates) {
            if (candidate.server().equals(server)) {
                return candidate.contributedBy();
            }
        }
        return null;
    }
}
