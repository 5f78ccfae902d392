package io.vestibule.worker.invite;

import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.PduReading;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.OrderReader.BadOrderException;
import io.vestibule.worker.order.ShownState;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an event of ours ready to be sent to one user of another server: checks it, hashes and signs what is unsigned, settles
 * {@code via}. Needs no network. The same order always gives the same event, as long as our key is the same. Thread-safe.
 */
public final class EventPreparing {
    private static final String POLICY_KEY = "ed25519:policy_server";

    private final EventSigner signer;
    private final EventSignatures signatures;
    private final OurKeys keys;
    private final ViaNarrowing via;

    /**
     * @param signer our signature
     * @param signatures checks what is signed already
     * @param keys the keys that it may be signed with
     * @param via narrows {@code via} down
     */
    public EventPreparing(EventSigner signer, EventSignatures signatures, OurKeys keys, ViaNarrowing via) {
        this.signer = signer;
        this.signatures = signatures;
        this.keys = keys;
        this.via = via;
    }

    /** @return the event ready to be sent, or why it cannot be */
    public Answer prepare(Order.PrepareEvent order) {
        try {
            JsonObject given = JsonObject.parse(
                    order.event(), order.head().rules().format().json());
            JsonObject bare = JsonObject.of(given.without("unsigned"));
            if (!order.retraction()) {
                Order.GivenState state = order.state();
                ShownState shown = ShownState.read(
                        state.entries(),
                        state.createJson(),
                        order.head().room(),
                        order.head().rules());
                boolean policy = state.policyServer() || shown.namesPolicyServer();
                if (policy && !isSignedByUs(bare) && !hasPolicySignature(bare)) {
                    return new Answer.PolicyServerFirst("the room's policy server has not signed the invite");
                }
            }
            return finished(order, signed(bare, order));
        } catch (InvalidJsonException invalid) {
            return new Answer.EventRefused("the event is no JSON of its room version: " + invalid.detail());
        } catch (BadOrderException bad) {
            return new Answer.EventRefused(String.valueOf(bad.getMessage()));
        }
    }

    private Answer finished(Order.PrepareEvent order, PduReading reading) {
        return switch (reading) {
            case MalformedPdu malformed -> new Answer.EventRefused("the event: " + malformed.detail());
            case Pdu event -> {
                String wrong = wrong(order, event);
                yield wrong.isEmpty()
                        ? new Answer.EventPrepared(event, via.narrow(order.via()))
                        : new Answer.EventRefused(wrong);
            }
        };
    }

    /** What is signed is checked, what is only hashed gets our signature, everything else is made from its content. */
    private PduReading signed(JsonObject bare, Order.PrepareEvent order) throws BadOrderException {
        if (isSignedByUs(bare)) {
            return checked(Pdu.read(bare, order.head().rules()));
        }
        if (!bare.has("hashes")) {
            return signer.complete(bare, order.head().rules());
        }
        byte[] none = {'{', '}'};
        JsonObject signable = bare.has("signatures") ? bare : JsonObject.of(bare.with("signatures", none));
        PduReading hashed = Pdu.read(signable, order.head().rules());
        return hashed instanceof Pdu event ? signer.sign(withRightHash(event)) : hashed;
    }

    private PduReading checked(PduReading reading) throws BadOrderException {
        if (reading instanceof Pdu event) {
            SignatureVerdict verdict = signatures.verify(
                    withRightHash(event),
                    Set.of(signer.server()),
                    (server, key, signed) -> keys.find(key, signed.originServerTs()));
            if (!verdict.isValid()) {
                throw new BadOrderException("the event's signature of " + signer.server() + " is not good: " + verdict);
            }
        }
        return reading;
    }

    private static Pdu withRightHash(Pdu event) throws BadOrderException {
        if (!event.contentHashMatches()) {
            throw new BadOrderException("the event's content hash is not that of its content");
        }
        return event;
    }

    private String wrong(Order.PrepareEvent order, Pdu event) {
        Order.Head head = order.head();
        boolean fits = order.retraction()
                ? event.isMembership("leave") || event.isMembership("ban")
                : event.isMembership("invite");
        if (!fits) {
            return order.retraction() ? "the event is neither a leave nor a ban" : "the event is no invite";
        }
        if (!event.roomId().equals(head.room())) {
            return "the event is of room " + event.roomId();
        }
        if (event.stateKey().filter(head.user().value()::equals).isEmpty()) {
            return "the event is not about " + head.user();
        }
        return event.sender().server().equals(signer.server())
                ? ""
                : "the event's sender " + event.sender() + " is not of our server";
    }

    private boolean isSignedByUs(JsonObject event) {
        return event.object("signatures")
                .flatMap(servers -> servers.object(signer.server().value()))
                .filter(keysOfOurs -> !keysOfOurs.isEmpty())
                .isPresent();
    }

    private static boolean hasPolicySignature(JsonObject event) {
        Optional<JsonObject> servers = event.object("signatures");
        if (servers.isPresent()) {
            for (JsonObject.Member server : servers.get()) {
                if (server.value() instanceof JsonObject keys && keys.has(POLICY_KEY)) {
                    return true;
                }
            }
        }
        return false;
    }
}
