package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A walk over candidate servers, one after another, until one succeeds or one forbids (MSC4125).
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
 * <p>After a server has forbidden, no other server is ever asked: either the same server takes it back, or it stands. A
 * rate-limited server is asked once more at the end. What is left of the walk's time is shared among the servers that
 * still wait for their turn, so that a few tarpits at the front cannot use it up.
 *
 * <p>Deterministic: the same replies at the same times give the same steps. Times are milliseconds since the epoch. Calls
 * under way are kept by number, so that more than one could be. Not thread-safe.
 */
public final class Walk {
    /** A server's turn: the plan's place, when it may begin, and what went before. */
    private record Turn(int candidate, long notBefore, boolean last, int forbidden) {}

    private record Call(Turn turn, long startedAt) {}

    private final WalkPlan plan;
    private final WalkRules rules;
    private final long deadline;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Map<Integer, Call> underWay = new HashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private int calls;
    private @Nullable Attempt forbidding;
    private @Nullable Ending ending;

    public Walk(WalkPlan plan, WalkRules rules) {
        this.plan = plan;
        this.rules = rules;
        this.deadline =
                Math.min(plan.notAfter(), plan.startedAt() + rules.perWalk().toMillis());
        for (int candidate = 0; candidate < plan.candidates().size(); candidate++) {
            turns.addLast(new Turn(candidate, plan.startedAt(), false, 0));
        }
    }

    /**
     * @param now the time
     * @return what to do; a step to ask counts as asked
     */
    public Step next(long now) {
        if (ending != null) {
            return new Step.Ended(ending);
        }
        if (!underWay.isEmpty()) {
            return new Step.Wait(deadline);
        }
        if (now >= deadline) {
            return end(outOfTime(now));
        }
        Turn turn = turns.peekFirst();
        if (turn == null) {
            return end(new Ending.Exhausted("every server failed"));
        }
        return turn.notBefore() > now ? new Step.Wait(turn.notBefore()) : ask(turn, now);
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
        Attempt attempt = new Attempt(
                turn.candidate(), server(turn), outcome, asked.startedAt(), Math.max(0, now - asked.startedAt()));
        attempts.add(attempt);
        switch (outcome.verdict()) {
            case STOP -> stopped(turn, attempt, now);
            case LATER -> later(turn, outcome, now);
            case NEXT_SERVER -> standForbidden();
        }
    }

    /** @return every call that came to something, in the order of their replies */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
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
        long share = Math.max(rules.shortTry().toMillis(), left / turns.size());
        Duration most = plan.silent().contains(server(turn)) ? rules.shortTry() : rules.perServer();
        return Math.min(left, Math.min(most.toMillis(), share));
    }

    private void forbidden(Turn turn, Attempt attempt, long now) {
        forbidding = attempt;
        if (now < plan.freshUntil() && turn.forbidden() < rules.freshDelays().size()) {
            long again = now + rules.freshDelays().get(turn.forbidden()).toMillis();
            if (again < deadline) {
                turns.addFirst(new Turn(turn.candidate(), again, turn.last(), turn.forbidden() + 1));
                return;
            }
        }
        ending = new Ending.Forbidden(attempt);
    }

    private void stopped(Turn turn, Attempt attempt, long now) {
        if (attempt.outcome() instanceof ServerOutcome.Succeeded) {
            ending = new Ending.Succeeded(attempt);
        } else if (attempt.outcome() instanceof ServerOutcome.Superseded) {
            ending = new Ending.Superseded(attempt);
        } else {
            forbidden(turn, attempt, now);
        }
    }

    private void later(Turn turn, ServerOutcome outcome, long now) {
        Duration asked = outcome instanceof ServerOutcome.RateLimited limited ? limited.retryAfter() : Duration.ZERO;
        long wait = Math.clamp(asked.toMillis(), 0, rules.longestRetryAfter().toMillis());
        if (forbidding == null && !turn.last() && now + wait < deadline) {
            turns.addLast(new Turn(turn.candidate(), now + wait, true, 0));
        }
        standForbidden();
    }

    /** A server that forbade and then has nothing better to say has forbidden. */
    private void standForbidden() {
        if (forbidding != null) {
            ending = new Ending.Forbidden(forbidding);
        }
    }

    private Ending outOfTime(long now) {
        if (forbidding != null) {
            return new Ending.Forbidden(forbidding);
        }
        if (attempts.isEmpty() && now >= plan.notAfter()) {
            return new Ending.Expired();
        }
        return new Ending.Exhausted(
                "time was up with " + turns.size() + " of " + plan.candidates().size() + " servers left to ask");
    }

    private Step end(Ending reached) {
        ending = reached;
        return new Step.Ended(reached);
    }

    private ServerName server(Turn turn) {
        return plan.candidates().get(turn.candidate());
    }
}
