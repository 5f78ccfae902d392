package io.vestibule.operator;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What topics say of one other server: how it answered, and how many rooms it leads into. Not thread-safe. */
public final class ServerRecord {

    private static final int NEWEST = 10;
    private static final int TIMED = 10_000;
    private static final int PERCENT = 100;

    private final String server;
    private final Map<AttemptResult, Long> results = new EnumMap<>(AttemptResult.class);
    private final Deque<Try> newest = new ArrayDeque<>();
    private final Deque<Long> took = new ArrayDeque<>();
    private final Set<String> rooms = new HashSet<>();

    /** @param server of whom is told */
    public ServerRecord(ServerName server) {
        this.server = server.value();
    }

    /**
     * One attempt.
     *
     * @param room for which room
     * @param attempt what came of it
     */
    public record Try(String room, ServerAttempt attempt) {}

    /** Takes a record of {@code invites.handshake-results}. */
    public void add(WorkResult result) {
        for (ServerAttempt attempt : result.getAttempts()) {
            if (attempt.getServer().equals(server)) {
                add(new Try(result.getRoomId(), attempt));
            }
        }
    }

    private void add(Try made) {
        ServerAttempt attempt = made.attempt();
        results.merge(attempt.getResult(), 1L, Long::sum);
        newest.addLast(made);
        if (newest.size() > NEWEST) {
            newest.removeFirst();
        }
        if (answers(attempt.getResult())) {
            took.addLast(attempt.getTookMs());
            if (took.size() > TIMED) {
                took.removeFirst();
            }
        }
    }

    /** Takes a record of the ledger: an invite names servers, or comes from one. */
    public void add(LedgerEvent event) {
        var recorded = event.getInviteRecorded();
        if (recorded != null && names(recorded.getInvite())) {
            rooms.add(event.getRoomId());
        }
    }

    private boolean names(InviteReceived invite) {
        List<String> via = invite.getVia();
        boolean sent = UserId.parse(invite.getSender())
                .filter(sender -> sender.server().value().equals(server))
                .isPresent();
        return sent
                || (via != null
                        ? via.contains(server)
                        : invite.getStateServers().contains(server));
    }

    /** A server that refuses works; one that is not reached, or answers what cannot be used, does not. */
    public static boolean answers(AttemptResult result) {
        return switch (result) {
            case SUCCEEDED,
                    FORBIDDEN,
                    NOT_FOUND,
                    UNABLE_TO_AUTHORISE,
                    INCOMPATIBLE_VERSION,
                    RATE_LIMITED,
                    REFUSED,
                    SUPERSEDED -> true;
            case BAD_TEMPLATE,
                    BAD_ANSWER,
                    SERVER_FAULT,
                    TIMED_OUT,
                    UNREACHABLE,
                    TLS_FAILED,
                    DNS_FAILED,
                    BLOCKED_ADDRESS,
                    ACL_DENIED,
                    EXPIRED,
                    CANCELLED,
                    UNKNOWN -> false;
        };
    }

    /** @return how many attempts came to what */
    public Map<AttemptResult, Long> results() {
        return Map.copyOf(results);
    }

    /** @return how many attempts there were */
    public long attempts() {
        return results.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return how many of a hundred attempts were answered, whatever the answer; 0 if there was none */
    public long answeredPercent() {
        long answered = results.entrySet().stream()
                .filter(result -> answers(result.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return attempts() == 0 ? 0 : answered * PERCENT / attempts();
    }

    /** @return how long answers took of which so many of a hundred were faster, in milliseconds; 0 if there was none */
    public long tookMs(int percentile) {
        List<Long> sorted = took.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / PERCENT));
    }

    /** @return the newest attempts, the newest last */
    public List<Try> newest() {
        List<Try> byTime = new ArrayList<>(newest);
        byTime.sort((one, other) ->
                Long.compare(one.attempt().getStartedAt(), other.attempt().getStartedAt()));
        return byTime;
    }

    /** @return in how many rooms an invite names it or comes from it */
    public int rooms() {
        return rooms.size();
    }
}
