package io.vestibule.bench.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Says whether an answer is what the inviting server needs. Thread-safe. */
final class AnswerCheck {

    private final ServerName signer;
    private final SigningKey key;
    private final EventSignatures signatures = new EventSignatures(Ed25519.fastest());

    /**
     * @param signer who has to co-sign
     * @param key its key
     */
    AnswerCheck(ServerName signer, SigningKey key) {
        this.signer = signer;
        this.key = key;
    }

    void status(SignedRequest request, KeepAliveConnection.Reply reply) {
        WrongResultException.unless(
                reply.status() == 200,
                "invite " + request.eventId() + " was answered with " + reply.status() + " "
                        + new String(reply.body(), UTF_8));
    }

    void coSigned(SignedRequest request, KeepAliveConnection.Reply reply) {
        JsonObject event = JsonObject.of(reply.body()).object("event").orElseThrow();
        if (!(Pdu.read(event, request.event().rules()) instanceof Pdu signed)) {
            throw new WrongResultException("the answer to " + request.eventId() + " is no event");
        }
        SignatureVerdict verdict = signatures.verify(
                signed,
                Set.of(signer),
                (server, id, of) -> id.equals(key.id()) ? Optional.of(key.verifyKey()) : Optional.empty());
        WrongResultException.unless(
                signed.eventId().equals(request.event().eventId()) && verdict instanceof SignatureVerdict.Valid,
                "the answer to " + request.eventId() + " is not co-signed: " + verdict);
    }
}
