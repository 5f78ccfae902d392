package io.vestibule.worker.invite;

import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.SendTransactionV1;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.handshake.Peers;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.CandidateOrigin;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Sends one event to one server in a transaction of its own, once. ID and content of the transaction follow from the event, so that
 * every repeat is the same transaction (server-server API, "Transactions"). A server gets one transaction at a time, as the
 * specification wants it: Synapse answers 429 to a second one. What the homeserver sends under the same name is not known here.
 * Thread-safe.
 */
public final class TransactionSending {

    /** Keeps our transaction IDs apart from those of the homeserver, which sends under the same name. */
    private static final String PREFIX = "vestibule-";

    private final Caller caller;
    private final ServerName us;
    private final ServerHealth health;
    private final Duration budget;
    private final InstantSource clock;
    private final Turns turns = new Turns();

    /**
     * @param caller makes the calls
     * @param us our name
     * @param health takes note of who is silent
     * @param budget how long one call may take
     * @param clock what time it is
     */
    public TransactionSending(Caller caller, ServerName us, ServerHealth health, Duration budget, InstantSource clock) {
        this.caller = caller;
        this.us = us;
        this.health = health;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * @param ticket told before the first byte can leave
     * @return what became of it, with the call
     * @throws InterruptedException if the order was cancelled before its call, or the process stops
     */
    public Answer.Reported send(Order.SendPdu order, Ticket ticket) throws InterruptedException {
        ServerName server = order.head().user().server();
        long left = order.head().notAfter() - clock.millis();
        if (left <= 0) {
            return Answer.Reported.without(
                    ticket.mayBeRepeated()
                            ? new Answer.Ambiguous(server, "too late; an earlier try may have been made")
                            : new Answer.Expired());
        }
        if (!turns.await(server, Duration.ofMillis(Math.min(left, budget.toMillis())))) {
            String why = "another transaction to " + server + " is still without an answer";
            return Answer.Reported.without(
                    ticket.mayBeRepeated() ? new Answer.Ambiguous(server, why) : new Answer.Exhausted(why));
        }
        try {
            return sendNow(order, server, ticket);
        } finally {
            turns.end(server);
        }
    }

    private Answer.Reported sendNow(Order.SendPdu order, ServerName server, Ticket ticket) throws InterruptedException {
        ticket.passPointOfNoReturn();
        long startedAt = clock.millis();
        FederationResult<FederationResponse> result = caller.call(server, request(order), budget);
        ServerOutcome outcome = Peers.outcome(result);
        long now = clock.millis();
        health.note(server, outcome, now);
        Tried tried = new Tried(
                server,
                Tried.Step.TRANSACTION,
                outcome,
                new Tried.Time(startedAt, Math.max(0, now - startedAt)),
                CandidateOrigin.NONE);
        return new Answer.Reported(answer(order, server, result, outcome), List.of(tried));
    }

    private ApiRequest request(Order.SendPdu order) {
        return SendTransactionV1.encode(new SendTransactionV1.Request(
                transactionId(order.event().eventId()),
                us,
                order.event().originServerTs(),
                List.of(order.event().json()),
                List.of()));
    }

    private static Answer answer(
            Order.SendPdu order,
            ServerName server,
            FederationResult<FederationResponse> result,
            ServerOutcome outcome) {
        if (result instanceof FederationResult.Answered<FederationResponse> answered
                && answered.response().status() == ServerOutcome.OK) {
            return new Answer.Delivered(server, complaint(order.event().eventId(), answered.response()));
        }
        return Wording.of(server, outcome, new Answer.Ambiguous(server, outcome.detail()));
    }

    /** A server says 200 to a transaction even where it could not use an event of it. */
    private static String complaint(EventId event, FederationResponse response) {
        ApiResponse whole = new ApiResponse(response.status(), response.body());
        return SendTransactionV1.read(whole)
                        instanceof io.vestibule.matrix.api.Answer.Success<SendTransactionV1.Response> success
                ? success.value().failures().getOrDefault(event, "")
                : "";
    }

    static String transactionId(EventId event) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(event.value().getBytes(StandardCharsets.UTF_8));
            return PREFIX + UnpaddedBase64.encodeUrlSafe(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
