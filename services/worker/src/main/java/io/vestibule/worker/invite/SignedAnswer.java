package io.vestibule.worker.invite;

import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.RingEventKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what an invited server answers: it must be our invite, untouched, with that server's signature. Of the answer nothing but
 * the signatures is taken. Thread-safe.
 *
 * @param signatures checks signatures
 * @param keys the invited servers' keys
 * @param us our name
 */
public record SignedAnswer(EventSignatures signatures, KeyRing keys, ServerName us) {
    private static final int MOST_SIGNATURES = 8;

    /** What the answer is worth. */
    sealed interface Verdict {

        /** Our invite with the invited server's signature added to it. */
        record Good(Pdu merged) implements Verdict {}

        /** Not our invite, or not signed by that server. */
        record Bad(String why) implements Verdict {}

        /** Nobody can tell now, because the server's keys are not to be had. */
        record Unknown(String why) implements Verdict {}
    }

    Verdict check(Pdu sent, JsonObject returned, ServerName invited) throws InterruptedException {
        if (!isUntouched(sent, returned)) {
            return new Verdict.Bad("the server returned another event than the one it was sent");
        }
        if (!ourSignatureStands(sent.json(), returned)) {
            return new Verdict.Bad("the server changed our signature");
        }
        JsonObject merged = sent.json();
        Optional<JsonObject> theirs = signaturesOf(returned, invited);
        if (theirs.isEmpty()) {
            return new Verdict.Bad("the server has not signed the event");
        }
        int taken = 0;
        for (JsonObject.Member member : theirs.get()) {
            Optional<KeyId> key = KeyId.parse(member.name()).filter(KeyId::isEd25519);
            Optional<byte[]> signature =
                    member.value() instanceof JsonString text ? UnpaddedBase64.decode(text.value()) : Optional.empty();
            if (key.isPresent() && signature.isPresent() && taken++ < MOST_SIGNATURES) {
                merged = JsonObject.of(JsonSignatures.attach(merged, invited, key.get(), signature.get()));
            }
        }
        return Pdu.read(merged, sent.rules()) instanceof Pdu event
                ? verify(event, invited)
                : new Verdict.Bad("the server's signatures make the event too large");
    }

    private Verdict verify(Pdu merged, ServerName invited) throws InterruptedException {
        RingEventKeys known = new RingEventKeys(keys);
        SignatureVerdict verdict = signatures.verify(merged, Set.of(invited), known);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while keys were fetched");
        }
        return switch (verdict) {
            case SignatureVerdict.Valid valid -> new Verdict.Good(merged);
            case SignatureVerdict.Unsigned unsigned -> new Verdict.Bad("the server has not signed the event");
            case SignatureVerdict.Wrong wrong ->
                new Verdict.Bad("the server's signature with " + wrong.key() + " is wrong");
            case SignatureVerdict.UnknownKeys unknown ->
                known.unavailable().isEmpty()
                        ? new Verdict.Bad("the server has signed with unknown keys " + unknown.keys())
                        : new Verdict.Unknown("the server's keys cannot be had now");
        };
    }

    private static boolean isUntouched(Pdu sent, JsonObject returned) {
        byte[] ours = CanonicalJson.of(sent.json(), JsonSignatures.SIGNED);
        return Arrays.equals(ours, CanonicalJson.of(returned, JsonSignatures.SIGNED));
    }

    private boolean ourSignatureStands(JsonObject sent, JsonObject returned) {
        Optional<JsonObject> before = signaturesOf(sent, us);
        Optional<JsonObject> after = signaturesOf(returned, us);
        if (before.isEmpty() || after.isEmpty()) {
            return false;
        }
        for (JsonObject.Member signature : before.get()) {
            Optional<byte[]> now = after.get().string(signature.name()).flatMap(UnpaddedBase64::decode);
            Optional<byte[]> was = before.get().string(signature.name()).flatMap(UnpaddedBase64::decode);
            if (now.isEmpty() || was.isEmpty() || !Arrays.equals(now.get(), was.get())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<JsonObject> signaturesOf(JsonObject event, ServerName server) {
        return event.object("signatures").flatMap(servers -> servers.object(server.value()));
    }
}
