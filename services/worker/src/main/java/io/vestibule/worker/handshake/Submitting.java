package io.vestibule.worker.handshake;

import io.vestibule.kit.lanes.Ticket;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.CandidateOrigin;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.ServerOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second step of a handshake: sends the prepared event to the server that gave the template.
 *
 * <p>A call that may have arrived is ambiguous, and only the same event at the same server can settle it: it is repeated
 * until the order's {@code not_after}; no call is begun later. Whatever happens, nothing but the order's own event goes out.
 * Thread-safe.
 */
public final class Submitting {
    private static final List<Duration> REPEATS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
    private static final int RATE_LIMIT_REPEATS = 2;

    private final Sending joins;
    private final Sending leaves;
    private final ServerHealth health;
    private final InstantSource clock;

    Submitting(Sending joins, Sending leaves, ServerHealth health, InstantSource clock) {
        this.joins = joins;
        this.leaves = leaves;
        this.health = health;
        this.clock = clock;
    }

    /**
     * @param ticket told before the first byte can leave
     * @return what became of the event, with every call
     * @throws IOException if our own disk fails
     * @throws InterruptedException if the order was cancelled before its first call, or the process stops
     */
    public Answer.Reported submit(Order.Submit order, Ticket ticket) throws IOException, InterruptedException {
        if (clock.millis() >= order.head().notAfter()) {
            return Answer.Reported.without(
                    ticket.mayBeRepeated()
                            ? new Answer.Ambiguous(order.server(), "too late; an earlier try may have been made")
                            : new Answer.Expired());
        }
        ticket.passPointOfNoReturn();
        Run run = new Run(order, ticket.mayBeRepeated());
        Answer answer = run.untilSettled();
        return new Answer.Reported(answer, run.tried);
    }

    /** One order's calls. */
    private final class Run {
        private final Order.Submit order;
        private final List<Tried> tried = new ArrayList<>();
        private boolean mayHaveArrived;
        private Sending.Version version = Sending.Version.TWO;

        Run(Order.Submit order, boolean mayHaveArrived) {
            this.order = order;
            this.mayHaveArrived = mayHaveArrived;
        }

        Answer untilSettled() throws IOException, InterruptedException {
            for (int repeat = 0; ; repeat++) {
                Sent sent = call();
                Optional<Answer> settled = settled(sent, repeat);
                if (settled.isPresent()) {
                    return settled.get();
                }
                Duration wait = wait(sent.outcome(), repeat);
                if (clock.millis() + wait.toMillis() >= order.head().notAfter()) {
                    return unsettled(sent.outcome());
                }
                Thread.sleep(wait);
            }
        }

        private Sent call() throws IOException, InterruptedException {
            Sent sent = timed();
            if (sent instanceof Sent.EndpointUnknown && version == Sending.Version.TWO) {
                version = Sending.Version.ONE;
                return timed();
            }
            return sent;
        }

        private Sent timed() throws IOException, InterruptedException {
            long startedAt = clock.millis();
            Sent sent = sending().send(order, version);
            long now = clock.millis();
            health.note(order.server(), sent.outcome(), now);
            tried.add(new Tried(
                    order.server(),
                    Tried.Step.SEND,
                    sent.outcome(),
                    new Tried.Time(startedAt, Math.max(0, now - startedAt)),
                    CandidateOrigin.NONE));
            return sent;
        }

        private Sending sending() {
            return switch (order.direction()) {
                case JOIN -> joins;
                case LEAVE -> leaves;
            };
        }

        private Optional<Answer> settled(Sent sent, int repeat) {
            return switch (sent) {
                case Sent.Taken taken ->
                    Optional.of(new Answer.Submitted(order.event().eventId(), order.server(), taken.importId()));
                case Sent.EndpointUnknown unknown ->
                    Optional.of(new Answer.Exhausted("the server knows no version of the endpoint"));
                case Sent.Declined declined -> declined(declined.outcome(), repeat);
                case Sent.Unclear unclear -> {
                    mayHaveArrived = true;
                    yield Optional.empty();
                }
            };
        }

        private Optional<Answer> declined(ServerOutcome outcome, int repeat) {
            if (outcome instanceof ServerOutcome.Forbidden) {
                return Optional.of(new Answer.Forbidden(order.server()));
            }
            boolean anotherTry = outcome instanceof ServerOutcome.RateLimited && repeat < RATE_LIMIT_REPEATS;
            boolean tellsNothing = outcome instanceof ServerOutcome.Silent && mayHaveArrived;
            return anotherTry || tellsNothing ? Optional.empty() : Optional.of(new Answer.Exhausted(outcome.detail()));
        }

        private Answer unsettled(ServerOutcome last) {
            return mayHaveArrived
                    ? new Answer.Ambiguous(order.server(), last.detail())
                    : new Answer.Exhausted(last.detail());
        }

        private static Duration wait(ServerOutcome outcome, int repeat) {
            Duration backOff = REPEATS.get(Math.min(repeat, REPEATS.size() - 1));
            if (!(outcome instanceof ServerOutcome.RateLimited limited)) {
                return backOff;
            }
            Duration asked = limited.retryAfter();
            Duration most = asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
            return most.compareTo(backOff) > 0 ? most : backOff;
        }
    }
}
