package io.vestibule.ingress.check;

import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.RequiredSigners;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.KeyRing;
import java.util.Set;

/** Checks an invite's signatures (server-server API, "Inviting to a room": validation a). Thread-safe. */
public final class InviteVerifier {

    private final EventSignatures signatures;
    private final KeyRing keys;

    /**
     * @param ed25519 does the arithmetic
     * @param keys where the servers' keys come from
     */
    public InviteVerifier(Ed25519 ed25519, KeyRing keys) {
        this.signatures = new EventSignatures(ed25519);
        this.keys = keys;
    }

    /**
     * Checks that the sender's server has signed, and in room versions 1 and 2 the event ID's. May block for keys.
     *
     * @return the same claim, or the error to answer with
     */
    public Decoded<InviteClaim> verify(InviteClaim claim) {
        Pdu event = claim.event();
        Set<ServerName> signers = RequiredSigners.ofInvite(event);
        SignerKeys known = SignerKeys.of(event, signers, keys);
        return switch (signatures.verify(event, signers, known)) {
            case SignatureVerdict.Valid valid -> new Decoded.Ok<>(claim);
            case SignatureVerdict.Unsigned unsigned ->
                Errors.invalid("the event is not signed by " + unsigned.server());
            case SignatureVerdict.Wrong wrong ->
                Errors.invalid("the event's signature of " + wrong.server() + " by " + wrong.key() + " is wrong");
            case SignatureVerdict.UnknownKeys unknown ->
                Errors.invalid("the event is signed by no key of " + unknown.server() + " that was valid for it"
                        + known.unavailable(event, unknown.server())
                                .map(why -> ": " + why)
                                .orElse(""));
        };
    }
}
