package io.vestibule.worker.handshake;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.Attempt;
import io.vestibule.worker.walk.CallsNow;
import io.vestibule.worker.walk.Ending;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.ServerOutcome;
import io.vestibule.worker.walk.Walk;
import io.vestibule.worker.walk.WalkPlan;
import io.vestibule.worker.walk.WalkRules;
import io.vestibule.worker.walk.WalkRunner;
import java.util.List;
import java.util.Objects;

/**
 * The first step of a handshake: walks over the candidates for a template and answers with the signed event. Has no side
 * effect at any server, so that it may be repeated. Thread-safe.
 *
 * @param ourSide who asks
 * @param peers whom to ask
 * @param rules how long a walk may take
 * @param health which servers were silent of late
 * @param watch who hears of calls, and who keeps them few
 */
public record Preparing(OurSide ourSide, Peers peers, WalkRules rules, ServerHealth health, Watch watch) {

    /**
     * Who hears of calls, and who keeps them few.
     *
     * @param now hears whom it is asking
     * @param pace how often servers are called while nobody waits
     */
    public record Watch(CallsNow now, BackgroundPace pace) {}

    /**
     * @return the prepared event and its server, or why there is none, with every attempt
     * @throws InterruptedException if the order was cancelled
     */
    public Answer.Reported prepare(Order.Prepare order) throws InterruptedException {
        List<Order.Candidate> candidates = order.candidates().stream()
                .filter(candidate -> !candidate.server().equals(ourSide.server()))
                .toList();
        TemplateCall call = new TemplateCall(order, ourSide, peers);
        WalkRunner.Walked<Pdu> walked = new WalkRunner(ourSide.clock()).run(walk(order, candidates), step -> {
            if (!order.head().interactive() && !watch.pace().allows(step.server())) {
                return new WalkRunner.Reply<>(
                        new ServerOutcome.NotAwaited("not called: it was called as often as the background may"), null);
            }
            try (CallsNow.UnderWay underWay = watch.now()
                    .begin(
                            order.head().orderId(),
                            step.server(),
                            ourSide.clock().millis())) {
                WalkRunner.Reply<Pdu> reply = call.ask(step);
                health.note(step.server(), reply.outcome(), ourSide.clock().millis());
                return reply;
            }
        });
        noteGivenUp(walked.attempts());
        List<Tried> tried = walked.attempts().stream()
                .map(attempt -> tried(attempt, candidates.get(attempt.candidate())))
                .toList();
        return new Answer.Reported(answer(walked), tried);
    }

    /** Not waited for is not silent, unless it was for as long as a silent server is given. */
    private void noteGivenUp(List<Attempt> attempts) {
        long now = ourSide.clock().millis();
        long silence =
                Math.min(rules.hedge().first().toMillis(), rules.shortTry().toMillis());
        attempts.stream()
                .filter(attempt -> attempt.outcome() instanceof ServerOutcome.NotAwaited)
                .filter(attempt -> attempt.tookMs() >= silence)
                .forEach(attempt -> health.note(attempt.server(), attempt.outcome(), now));
    }

    private Walk walk(Order.Prepare order, List<Order.Candidate> candidates) {
        List<ServerName> servers =
                candidates.stream().map(Order.Candidate::server).toList();
        long now = ourSide.clock().millis();
        WalkPlan plan = new WalkPlan(
                servers,
                health.silentAmong(servers, now),
                now,
                order.head().notAfter(),
                order.freshness().freshUntil());
        return new Walk(plan, rules);
    }

    private static Answer answer(WalkRunner.Walked<Pdu> walked) {
        return switch (walked.ending()) {
            case Ending.Succeeded succeeded ->
                new Answer.Prepared(
                        Objects.requireNonNull(walked.value()),
                        succeeded.attempt().server());
            case Ending.Forbidden forbidden ->
                new Answer.Forbidden(forbidden.attempt().server());
            case Ending.Superseded superseded ->
                new Answer.Superseded(superseded.attempt().server());
            case Ending.Exhausted exhausted -> new Answer.Exhausted(exhausted.why());
            case Ending.Expired expired -> new Answer.Expired();
        };
    }

    private static Tried tried(Attempt attempt, Order.Candidate candidate) {
        return new Tried(
                attempt.server(),
                Tried.Step.MAKE,
                attempt.outcome(),
                new Tried.Time(attempt.startedAt(), attempt.tookMs()),
                candidate.origin());
    }
}
