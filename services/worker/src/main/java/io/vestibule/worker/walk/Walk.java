package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A walk over candidate servers in their order, until one succeeds or one forbids (MSC4125).
 *
 * <pre>
 *           ┌────────── next server, or this one again after a wait ◄──────────┐
 *           ▼                                                                  │ anything else
 *   next() ─► {@link Step.Ask} ──► replied() ──┬── success ──────────► Succeeded          │
 *     │                             ├── 403 M_FORBIDDEN ──► Forbidden (young invite: asked again first)
 *     │                             ├── room moved on ────► Superseded
 *     │                             └──────────────────────────────────────────┘
 *     └─► no server or no time left ─► Exhausted, Expired
 * </pre>
 *
 * <p>A server that is silent for longer than the {@link Hedge} counts as failed for the order: the next one is asked, and
 * the silent one may still answer (docs/adr/0013). What it then says counts: a success is used, and a 403 ends the walk.
 * After a server has forbidden, no further server is asked, and no success of a server behind it is used: either the same
 * server takes it back, or it stands. A rate-limited server is asked once more at the end. What is left of the walk's time
 * is shared among the servers that still wait for their turn, so that a few tarpits at the front cannot use it up.
 *
 * <p>Deterministic: the same replies at the same times give the same steps. Times are milliseconds since the epoch. Not
 * thread-safe.
 */
public final class Walk {

    /**
     * A server's turn.
     *
     * @param candidate its place in the plan
     * @param rank its place in the order of the walk
     * @param notBefore when it may begin
     * @param forbidden how often the server has forbidden in this walk
     */
    private record Turn(int candidate, int rank, long notBefore, int forbidden) {}

    private record Call(Turn turn, long startedAt) {}

    private final WalkPlan plan;
    private final WalkRules rules;
    private final long deadline;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final NavigableMap<Integer, Call> underWay = new TreeMap<>();
    private final NavigableMap<Integer, Attempt> attempts = new TreeMap<>();
    private int calls;
    private @Nullable Attempt forbidding;
    private int forbiddingRank;
    private @Nullable Ending ending;

    public Walk(WalkPlan plan, WalkRules rules) {
        this.plan = plan;
        this.rules = rules;
        this.deadline =
                Math.min(plan.notAfter(), plan.startedAt() + rules.perWalk().toMillis());
        for (int candidate = 0; candidate < plan.candidates().size(); candidate++) {
            turns.addLast(new Turn(candidate, candidate, plan.startedAt(), 0));
        }
    }

    /**
     * @param now the time
     * @return what to do; a step to ask counts as asked
     */
    public Step next(long now) {
        if (ending == null && now >= deadline) {
            end(outOfTime(now), now);
        }
        Turn turn = turns.peekFirst();
        if (ending == null && turn == null && underWay.isEmpty()) {
            end(new Ending.Exhausted("every server failed"), now);
        }
        if (ending != null) {
            return new Step.Ended(ending);
        }
        if (turn == null || !mayBeAsked(turn)) {
            return new Step.Wait(deadline);
        }
        long from = Math.max(turn.notBefore(), openFrom());
        return from > now ? new Step.Wait(Math.min(from, deadline)) : ask(turn, now);
    }

    /**
     * Reports what a call came to.
     *
     * @param call the number in its {@link Step.Ask}
     * @param outcome what it came to
     * @param now the time
     * @throws IllegalStateException if no such call is under way
     */
    public void replied(int call, ServerOutcome outcome, long now) {
        Call asked = underWay.remove(call);
        if (asked == null) {
            throw new IllegalStateException("no call " + call + " is under way");
        }
        Turn turn = asked.turn();
        Attempt attempt = attempt(asked, outcome, now);
        attempts.put(call, attempt);
        switch (outcome.verdict()) {
            case STOP -> stopped(turn, attempt, now);
            case LATER -> later(turn, outcome, now);
            case NEXT_SERVER -> standForbidden(turn, now);
        }
    }

    /** @return whether it has ended, and takes no more replies */
    public boolean isOver() {
        return ending != null;
    }

    /** @return every call that came to something or was given up, in the order in which they were made */
    public List<Attempt> attempts() {
        return List.copyOf(attempts.values());
    }

    /** While a server has forbidden, only that server is asked, and not twice at once. */
    private boolean mayBeAsked(Turn turn) {
        return forbidding == null ? underWay.size() < rules.hedge().atOnce() : turn.forbidden() > 0;
    }

    /** When the server that was asked last has had its time; at once if it has answered. */
    private long openFrom() {
        Map.Entry<Integer, Call> newest = underWay.lastEntry();
        if (forbidding != null || newest == null || newest.getKey() != calls - 1) {
            return plan.startedAt();
        }
        Call call = newest.getValue();
        boolean knownSilent = plan.silent().contains(server(call.turn()));
        Hedge hedge = rules.hedge();
        return call.startedAt() + (knownSilent ? hedge.least().toMillis() : hedge.after(underWay.size() - 1));
    }

    private Step ask(Turn turn, long now) {
        long timeout = timeout(turn, now);
        turns.removeFirst();
        int call = calls++;
        underWay.put(call, new Call(turn, now));
        return new Step.Ask(call, turn.candidate(), server(turn), timeout);
    }

    private long timeout(Turn turn, long now) {
        long left = deadline - now;
        int waiting = turns.size();
        long share = left * Math.min(rules.hedge().atOnce(), waiting) / waiting;
        Duration most = plan.silent().contains(server(turn)) ? rules.shortTry() : rules.perServer();
        return Math.min(
                left, Math.min(most.toMillis(), Math.max(rules.shortTry().toMillis(), share)));
    }

    private void stopped(Turn turn, Attempt attempt, long now) {
        boolean isBehindForbidding = forbidding != null && turn.rank() > forbiddingRank;
        if (isBehindForbidding) {
            return;
        }
        if (attempt.outcome() instanceof ServerOutcome.Succeeded) {
            end(new Ending.Succeeded(attempt), now);
        } else if (attempt.outcome() instanceof ServerOutcome.Superseded) {
            end(new Ending.Superseded(attempt), now);
        } else {
            forbidden(turn, attempt, now);
        }
    }

    private void forbidden(Turn turn, Attempt attempt, long now) {
        turns.removeIf(other -> other.forbidden() > 0);
        forbidding = attempt;
        forbiddingRank = turn.rank();
        if (now < plan.freshUntil() && turn.forbidden() < rules.freshDelays().size()) {
            long again = now + rules.freshDelays().get(turn.forbidden()).toMillis();
            if (again < deadline) {
                turns.addFirst(new Turn(turn.candidate(), turn.rank(), again, turn.forbidden() + 1));
                return;
            }
        }
        end(new Ending.Forbidden(attempt), now);
    }

    private void later(Turn turn, ServerOutcome outcome, long now) {
        Duration asked = outcome instanceof ServerOutcome.RateLimited limited ? limited.retryAfter() : Duration.ZERO;
        long wait = Math.clamp(asked.toMillis(), 0, rules.longestRetryAfter().toMillis());
        int servers = plan.candidates().size();
        boolean isLast = turn.rank() >= servers;
        if (forbidding == null && !isLast && now + wait < deadline) {
            turns.addLast(new Turn(turn.candidate(), servers + turn.candidate(), now + wait, 0));
        }
        standForbidden(turn, now);
    }

    /** A server that forbade and then has nothing better to say has forbidden. */
    private void standForbidden(Turn turn, long now) {
        if (forbidding != null && turn.rank() == forbiddingRank) {
            end(new Ending.Forbidden(forbidding), now);
        }
    }

    private Ending outOfTime(long now) {
        if (forbidding != null) {
            return new Ending.Forbidden(forbidding);
        }
        if (attempts.isEmpty() && underWay.isEmpty() && now >= plan.notAfter()) {
            return new Ending.Expired();
        }
        return new Ending.Exhausted(
                "time was up with " + turns.size() + " of " + plan.candidates().size() + " servers left to ask");
    }

    private void end(Ending reached, long now) {
        ending = reached;
        String why = now >= deadline ? "the walk's time was up" : "not waited for after another server's answer";
        underWay.forEach((call, given) -> attempts.put(call, attempt(given, new ServerOutcome.NotAwaited(why), now)));
        underWay.clear();
    }

    private Attempt attempt(Call call, ServerOutcome outcome, long now) {
        Turn turn = call.turn();
        return new Attempt(
                turn.candidate(), server(turn), outcome, call.startedAt(), Math.max(0, now - call.startedAt()));
    }

    private ServerName server(Turn turn) {
        return plan.candidates().get(turn.candidate());
    }
}
