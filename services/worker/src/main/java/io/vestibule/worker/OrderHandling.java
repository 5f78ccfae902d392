package io.vestibule.worker;

import io.vestibule.kit.lanes.OrderHandler;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.trace.CurrentSpan;
import io.vestibule.kit.trace.OpenSpan;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.worker.handshake.LeaveSigning;
import io.vestibule.worker.handshake.Preparing;
import io.vestibule.worker.handshake.Submitting;
import io.vestibule.worker.handshake.Verifying;
import io.vestibule.worker.invite.EventPreparing;
import io.vestibule.worker.invite.InviteSending;
import io.vestibule.worker.invite.TransactionSending;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.AnswerWriter;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.OrderReader;
import io.vestibule.worker.order.OrderReader.BadOrderException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one order and publishes what came of it. Every order gets an answer: what goes wrong on our own side is
 * answered too, because nobody else would tell the person who waits. Thread-safe.
 */
final class OrderHandling implements OrderHandler<WorkOrder> {
    private static final Logger log = LoggerFactory.getLogger(OrderHandling.class);

    /**
     * What a worker can do for our own users, and for invites of ours.
     *
     * @param signing signs out-of-band leaves
     * @param preparing finds a server and prepares an event
     * @param submitting sends a prepared event
     * @param verifying verifies claims
     * @param outbound invites users of other servers
     */
    record Skills(
            LeaveSigning signing, Preparing preparing, Submitting submitting, Verifying verifying, Outbound outbound) {}

    /**
     * What a worker can do for invites of ours.
     *
     * @param preparing makes events ready to be sent
     * @param inviting sends invites
     * @param retracting sends retractions
     */
    record Outbound(EventPreparing preparing, InviteSending inviting, TransactionSending retracting) {}

    /** Where answers go. */
    @FunctionalInterface
    interface Results {
        /** @return completes when the broker has the answer */
        CompletionStage<?> publish(WorkResult result);
    }

    private final Skills skills;
    private final Results results;
    private final WorkerMetrics metrics;
    private final OrderSpans spans;
    private final InstantSource clock;

    OrderHandling(Skills skills, Results results, WorkerMetrics metrics, OrderSpans spans, InstantSource clock) {
        this.skills = skills;
        this.results = results;
        this.metrics = metrics;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public CompletionStage<?> handle(WorkOrder order, Ticket ticket) throws InterruptedException {
        OpenSpan span = spans.begun(order, ticket);
        if (span == OpenSpan.NONE) {
            return handle(order, ticket, span);
        }
        try {
            return CurrentSpan.within(span, () -> handle(order, ticket, span));
        } catch (InterruptedException cancelled) {
            span.failed("cancelled");
            throw cancelled;
        } catch (RuntimeException unanswered) {
            span.failed(unanswered.getClass().getSimpleName());
            throw unanswered;
        } finally {
            span.end();
        }
    }

    private CompletionStage<?> handle(WorkOrder order, Ticket ticket, OpenSpan span) throws InterruptedException {
        long startedAt = System.nanoTime();
        Answer.Reported reported = answer(order, ticket);
        WorkResult result = AnswerWriter.write(order, reported, clock.millis());
        metrics.answered(result, System.nanoTime() - startedAt);
        OrderSpans.answered(span, result);
        log.atInfo()
                .addKeyValue(LogKeys.ORDER_ID, order.getOrderId())
                .addKeyValue(LogKeys.ROOM_ID, order.getRoomId())
                .addKeyValue(LogKeys.USER_ID, order.getUserId())
                .addKeyValue(LogKeys.SERVER, result.getServer())
                .addKeyValue(LogKeys.ATTEMPT, result.getAttempts().size())
                .addKeyValue(LogKeys.OUTCOME, result.getType())
                .log("work order answered");
        return results.publish(result);
    }

    private Answer.Reported answer(WorkOrder order, Ticket ticket) throws InterruptedException {
        try {
            return carryOut(OrderReader.read(order), ticket);
        } catch (BadOrderException bad) {
            return failed(order, bad, String.valueOf(bad.getMessage()));
        } catch (IOException | RuntimeException broken) {
            if (ticket.isCancelled()) {
                InterruptedException cancelled = new InterruptedException("the order was cancelled");
                cancelled.initCause(broken);
                throw cancelled;
            }
            return failed(order, broken, "the worker could not carry out the order: " + broken);
        }
    }

    private Answer.Reported carryOut(Order order, Ticket ticket) throws IOException, InterruptedException {
        return switch (order) {
            case Order.SignLeave sign ->
                Answer.Reported.without(skills.signing().sign(sign));
            case Order.Prepare prepare -> skills.preparing().prepare(prepare);
            case Order.Submit submit -> skills.submitting().submit(submit, ticket);
            case Order.Verify verify ->
                Answer.Reported.without(skills.verifying().verify(verify));
            case Order.PrepareEvent prepare ->
                Answer.Reported.without(skills.outbound().preparing().prepare(prepare));
            case Order.SendInvite send -> skills.outbound().inviting().send(send, ticket);
            case Order.SendPdu send -> skills.outbound().retracting().send(send, ticket);
        };
    }

    private static Answer.Reported failed(WorkOrder order, Exception cause, String why) {
        log.atError()
                .addKeyValue(LogKeys.ORDER_ID, order.getOrderId())
                .addKeyValue(LogKeys.ROOM_ID, order.getRoomId())
                .setCause(cause)
                .log("work order not carried out");
        return Answer.Reported.without(new Answer.Failed(why));
    }
}
