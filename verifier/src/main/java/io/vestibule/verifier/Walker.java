package io.vestibule.verifier;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.ServerAttempt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one user's walks into one room. For one thread. */
final class Walker {

    /** What the next order to walk follows from. */
    enum Next {
        /** An accept or reject has begun: the whole order. */
        WHOLE,
        /** A round of a leave that is told in the background: its plan. */
        PLAN,
        /** A server has failed or may not forbid: those that are left. */
        REST
    }

    NaiveRoom.@Nullable Invite own;
    boolean ownOnly;
    Next next = Next.REST;
    List<String> plan = List.of();
    List<String> before = List.of();
    String failed = "";
    boolean sent;
    final Map<String, List<String>> open = new HashMap<>();
    final Set<String> asked = new HashSet<>();
    private final Map<String, AttemptResult> lastWord = new HashMap<>();
    private final Set<String> heard = new HashSet<>();

    void begin(boolean ownInviteOnly) {
        ownOnly = ownInviteOnly;
        next = Next.WHOLE;
        open.clear();
        lastWord.clear();
        heard.clear();
    }

    void round(List<String> servers) {
        plan = servers;
        if (open.isEmpty()) {
            next = Next.PLAN;
        }
    }

    /** An order to walk over these. */
    void walks(String order, List<String> servers) {
        open.put(order, servers);
        asked.addAll(servers);
        before = servers;
        next = Next.REST;
        sent = false;
        failed = "";
    }

    /** An order to send to one of these. */
    void sends(String order, String server, List<String> servers) {
        open.put(order, List.of());
        before = servers;
        next = Next.REST;
        sent = true;
        failed = server;
    }

    /** @return the servers of the walk that was answered, empty when it was none */
    List<String> answered(String order, String server, List<ServerAttempt> attempts) {
        List<String> servers = open.remove(order);
        if (servers == null) {
            return List.of();
        }
        for (ServerAttempt attempt : attempts) {
            lastWord.put(attempt.getServer(), attempt.getResult());
            if (attempt.getResult() != AttemptResult.TIMED_OUT) {
                heard.add(attempt.getServer());
            }
        }
        if (!sent) {
            failed = server;
        }
        return servers;
    }

    /** @return whom a walk goes on with after an event was sent in vain: those behind the server that did not take it */
    List<String> behindFailed() {
        int at = before.indexOf(failed);
        return at < 0 ? List.of() : before.subList(at + 1, before.size());
    }

    /** @return whom a walk goes on with after a 403 that ends nothing: those that have said nothing */
    List<String> unheard() {
        return before.stream()
                .filter(server -> !server.equals(failed) && !heard.contains(server))
                .toList();
    }

    boolean askedForPatience(String server) {
        return lastWord.get(server) == AttemptResult.RATE_LIMITED;
    }
}
