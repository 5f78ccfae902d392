package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Walks against servers whose answers are written down, on a clock that only the script moves. */
final class ScriptedWalk {
    static final WalkRules RULES = WalkRules.of(Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofSeconds(60));
    static final long START = 1_000_000;

    /** What a server answers and how long it takes. */
    record Answer(ServerOutcome outcome, long tookMs) {}

    /** Decides what a call comes to. */
    @FunctionalInterface
    interface Script {
        Answer answer(Step.Ask ask, long now);
    }

    final List<Step.Ask> asked = new ArrayList<>();
    final List<Long> askedAt = new ArrayList<>();
    long now = START;

    Ending walk(WalkPlan plan, WalkRules rules, Script script) {
        Walk walk = new Walk(plan, rules);
        for (int steps = 0; steps < 10_000; steps++) {
            switch (walk.next(now)) {
                case Step.Ask ask -> {
                    asked.add(ask);
                    askedAt.add(now);
                    Answer answer = script.answer(ask, now);
                    now += Math.min(answer.tookMs(), ask.timeoutMs());
                    walk.replied(ask.call(), answer.outcome(), now);
                }
                case Step.Wait wait -> now = Math.max(now + 1, wait.untilMs());
                case Step.Ended ended -> {
                    return ended.ending();
                }
            }
        }
        throw new AssertionError("the walk does not end");
    }

    List<Integer> order() {
        return asked.stream().map(Step.Ask::candidate).toList();
    }

    static WalkPlan plan(int servers) {
        return new WalkPlan(servers(servers), Set.of(), START, START + 600_000, START);
    }

    static WalkPlan fresh(int servers, long freshForMs) {
        return new WalkPlan(servers(servers), Set.of(), START, START + 600_000, START + freshForMs);
    }

    static List<ServerName> servers(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> ServerName.of("s" + n + ".example"))
                .toList();
    }

    static ServerOutcome status(int status, String errcode) {
        return Errors.of(new PeerAnswer(status, errcode, "words"));
    }

    static ServerOutcome forbidden() {
        return status(403, "M_FORBIDDEN");
    }

    static ServerOutcome silence() {
        return new ServerOutcome.TimedOut(true, "no answer");
    }
}
