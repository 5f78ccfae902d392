package io.vestibule.worker.handshake;

import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.RingEventKeys;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Verifies a leave or ban that was seen on {@code /send} for a room that nobody here is in (server-server API, "Checks
 * performed on receipt of a PDU", as far as they are possible without the room's state). Thread-safe.
 *
 * @param signatures checks signatures
 * @param keys where the keys come from
 * @param clock what time it is
 */
public record Verifying(EventSignatures signatures, KeyRing keys, InstantSource clock) {
    /** How long is waited before the keys are asked for again. */
    private static final List<Duration> AGAIN =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

    /**
     * @return whether the claim holds; of an event whose content hash is wrong, only what redaction leaves
     * @throws InterruptedException if the order was cancelled
     */
    public Answer verify(Order.Verify order) throws InterruptedException {
        return switch (Pdu.read(order.pdu(), order.head().rules())) {
            case MalformedPdu malformed -> new Answer.PduRejected(malformed.detail());
            case Pdu event -> verify(order, event);
        };
    }

    private Answer verify(Order.Verify order, Pdu event) throws InterruptedException {
        String wrong = wrong(order, event);
        if (!wrong.isEmpty()) {
            return new Answer.PduRejected(wrong);
        }
        for (Duration wait : AGAIN) {
            Tried tried = check(event);
            boolean late = clock.millis() + wait.toMillis() >= order.head().notAfter();
            if (!tried.worthAnotherTry() || late) {
                return tried.answer();
            }
            Thread.sleep(wait);
        }
        return check(event).answer();
    }

    private record Tried(Answer answer, boolean worthAnotherTry) {}

    private static String wrong(Order.Verify order, Pdu event) {
        if (!event.roomId().equals(order.head().room())) {
            return "it is of another room";
        }
        if (!event.stateKey().filter(order.head().user().value()::equals).isPresent()) {
            return "it is about somebody else";
        }
        if (!event.sender().equals(order.expectedSender())) {
            return "it is sent by somebody else";
        }
        return event.isMembership("leave") || event.isMembership("ban") ? "" : "it is neither a leave nor a ban";
    }

    private Tried check(Pdu event) throws InterruptedException {
        RingEventKeys known = new RingEventKeys(keys);
        SignatureVerdict verdict = signatures.verify(event, known);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while keys were fetched");
        }
        return switch (verdict) {
            case SignatureVerdict.Valid valid ->
                new Tried(new Answer.PduVerified(event.contentHashMatches() ? event : event.redacted()), false);
            case SignatureVerdict.Unsigned unsigned -> rejected("it is not signed by " + unsigned.server(), false);
            case SignatureVerdict.Wrong wrong ->
                rejected("the signature of " + wrong.server() + " with " + wrong.key() + " is wrong", false);
            case SignatureVerdict.UnknownKeys unknown ->
                rejected(
                        "no valid key of " + unknown.server() + " among " + unknown.keys(),
                        !known.unavailable().isEmpty());
        };
    }

    private static Tried rejected(String why, boolean worthAnotherTry) {
        return new Tried(new Answer.PduRejected(why), worthAnotherTry);
    }
}
