package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    int mostAtOnce;
    List<Attempt> attempts = List.of();

    /** What comes of an answer that is too late; as if it came just in time, where a test says nothing else. */
    UnaryOperator<ServerOutcome> late = outcome -> outcome;

    /** A reply that is on its way. */
    private record Reply(long at, int call, ServerOutcome outcome) {}

    Ending walk(WalkPlan plan, WalkRules rules, Script script) {
        Walk walk = new Walk(plan, rules);
        PriorityQueue<Reply> replies =
                new PriorityQueue<>(Comparator.comparingLong(Reply::at).thenComparingInt(Reply::call));
        for (int steps = 0; steps < 10_000; steps++) {
            switch (walk.next(now)) {
                case Step.Ask ask -> {
                    asked.add(ask);
                    askedAt.add(now);
                    Answer answer = script.answer(ask, now);
                    replies.add(
                            answer.tookMs() <= ask.timeoutMs()
                                    ? new Reply(now + answer.tookMs(), ask.call(), answer.outcome())
                                    : new Reply(now + ask.timeoutMs(), ask.call(), late.apply(answer.outcome())));
                    mostAtOnce = Math.max(mostAtOnce, replies.size());
                }
                case Step.Wait wait -> {
                    Reply reply = replies.peek();
                    if (reply == null || reply.at() > wait.untilMs()) {
                        now = Math.max(now + 1, wait.untilMs());
                    } else {
                        replies.remove();
                        now = Math.max(now, reply.at());
                        walk.replied(reply.call(), reply.outcome(), now);
                    }
                }
                case Step.Ended ended -> {
                    attempts = walk.attempts();
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
