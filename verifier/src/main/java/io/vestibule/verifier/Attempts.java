package io.vestibule.verifier;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkAnswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The attempts of one walk against the servers that it was to ask. A server that is silent may be overtaken (docs/adr/0013), so
 * that what counts is the order in which servers are asked first. Immutable.
 *
 * @param servers whom the walk was to ask, in order
 * @param answered what was recorded of it
 */
record Attempts(List<String> servers, WorkAnswered answered) {

    /** The worker's words for a walk that went no further because its time was over. */
    private static final String NO_TIME = "time was up";

    /** What is wrong. */
    record Flaw(String expected, String seen) {}

    List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        List<String> asked = answered.getAttempts().stream()
                .map(ServerAttempt::getServer)
                .distinct()
                .toList();
        if (asked.size() > servers.size() || !servers.subList(0, asked.size()).equals(asked)) {
            flaws.add(new Flaw("servers asked in this order: " + servers, String.valueOf(asked)));
        }
        afterForbidden(flaws);
        switch (answered.getType()) {
            case PREPARED -> prepared(flaws);
            case FORBIDDEN -> {
                if (!has(answered.getServer(), AttemptResult.FORBIDDEN)) {
                    flaws.add(new Flaw("a 403 by " + answered.getServer(), "no attempt there that ended so"));
                }
            }
            case EXHAUSTED -> {
                if (asked.size() < servers.size() && !answered.getDetail().contains(NO_TIME)) {
                    flaws.add(new Flaw("every one of " + servers + " asked", "only " + asked));
                }
            }
            default -> {}
        }
        return flaws;
    }

    private boolean has(String server, AttemptResult result) {
        return answered.getAttempts().stream()
                .anyMatch(attempt -> attempt.getServer().equals(server) && attempt.getResult() == result);
    }

    /** Who forbade; they alone may be asked again, while the invite is young. */
    private Set<String> forbidding() {
        return answered.getAttempts().stream()
                .filter(attempt -> attempt.getResult() == AttemptResult.FORBIDDEN)
                .map(ServerAttempt::getServer)
                .collect(Collectors.toSet());
    }

    private void afterForbidden(List<Flaw> flaws) {
        Set<String> forbidding = forbidding();
        long heard = answered.getAttempts().stream()
                .filter(attempt -> attempt.getResult() == AttemptResult.FORBIDDEN)
                .mapToLong(attempt -> attempt.getStartedAt() + attempt.getTookMs())
                .min()
                .orElse(Long.MAX_VALUE);
        answered.getAttempts().stream()
                .filter(attempt -> attempt.getStartedAt() > heard && !forbidding.contains(attempt.getServer()))
                .forEach(attempt -> flaws.add(new Flaw(
                        "nobody else asked after the 403 of " + forbidding,
                        attempt.getServer() + " asked " + (attempt.getStartedAt() - heard) + " ms after it")));
    }

    private void prepared(List<Flaw> flaws) {
        String server = answered.getServer();
        if (!has(server, AttemptResult.SUCCEEDED)) {
            flaws.add(new Flaw("a template by " + server, "no attempt there that succeeded"));
        }
        for (String other : forbidding()) {
            if (servers.indexOf(other) < servers.indexOf(server)) {
                flaws.add(new Flaw(
                        "the end of the walk at the 403 of " + other,
                        "a template by " + server + ", who comes after it"));
            }
        }
    }
}
