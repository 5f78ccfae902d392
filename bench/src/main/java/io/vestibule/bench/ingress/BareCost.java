package io.vestibule.bench.ingress;

import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** What the arithmetic alone costs: two verifications and one signature over the very bytes of the requests. */
final class BareCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MICRO = 1000;

    private final Origin origin;
    private final List<Messages> invites;

    private record Messages(byte[] event, byte[] eventSignature, byte[] request, byte[] requestSignature) {}

    BareCost(Origin origin, List<SignedRequest> requests) {
        this.origin = origin;
        this.invites = requests.stream().map(this::messages).toList();
    }

    /** @return processor time of one invite on this thread, in microseconds, the best of so many rounds */
    double micros(int rounds) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long before = THREADS.getCurrentThreadCpuTime();
            invites.forEach(this::work);
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - before) / NANOS_PER_MICRO / invites.size());
        }
        return best;
    }

    private void work(Messages invite) {
        Ed25519 ed25519 = origin.ed25519();
        VerifyKey key = origin.key().verifyKey();
        boolean valid = ed25519.verify(key, invite.event(), invite.eventSignature())
                && ed25519.verify(key, invite.request(), invite.requestSignature());
        WrongResultException.unless(valid, "a request that was just signed is not valid");
        WrongResultException.unless(
                ed25519.sign(origin.key(), invite.event()).length == Ed25519.SIGNATURE_BYTES, "no signature came");
    }

    private Messages messages(SignedRequest request) {
        return new Messages(
                request.event().signedBytes(),
                signatureOf(request.event().json()),
                request.authenticated(),
                decoded(request.credentials().signature()));
    }

    private byte[] signatureOf(JsonObject event) {
        return event.object("signatures")
                .flatMap(all -> all.object(origin.server().value()))
                .flatMap(ours -> ours.string(origin.key().id().value()))
                .map(BareCost::decoded)
                .orElseThrow();
    }

    private static byte[] decoded(String signature) {
        return UnpaddedBase64.decode(signature).orElseThrow();
    }
}
