package io.vestibule.ingress.check;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.EventKeys;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The keys under which given events were signed, as far as they could be had. Immutable. */
final class SignerKeys implements EventKeys {

    private final Map<Signer, KeyLookup> found;

    private record Signer(EventId event, ServerName server) {}

    private SignerKeys(Map<Signer, KeyLookup> found) {
        this.found = found;
    }

    /** Asks on this thread, for as long as the key ring takes. */
    static SignerKeys of(Pdu event, Set<ServerName> servers, KeyRing ring) {
        Map<Signer, KeyLookup> found = new HashMap<>();
        for (ServerName server : servers) {
            request(event, server)
                    .ifPresent(request -> found.put(new Signer(event.eventId(), server), ring.lookup(request)));
        }
        return new SignerKeys(found);
    }

    /** Asks for the senders' servers of many events at once, and gives up what has not come within the limit. */
    static SignerKeys ofSenders(List<Pdu> events, KeyRing ring, ExecutorService threads, Duration limit) {
        List<Signer> signers = new ArrayList<>();
        List<Callable<KeyLookup>> lookups = new ArrayList<>();
        for (Pdu event : events) {
            ServerName server = event.sender().server();
            request(event, server).ifPresent(request -> {
                signers.add(new Signer(event.eventId(), server));
                lookups.add(() -> ring.lookup(request));
            });
        }
        Map<Signer, KeyLookup> found = new HashMap<>();
        List<Future<KeyLookup>> answers = all(threads, lookups, limit);
        for (int i = 0; i < answers.size(); i++) {
            found.put(signers.get(i), answer(answers.get(i), signers.get(i).server(), limit));
        }
        return new SignerKeys(found);
    }

    @Override
    public Optional<VerifyKey> find(ServerName server, KeyId key, Pdu event) {
        return found.get(new Signer(event.eventId(), server)) instanceof KeyLookup.Found known
                ? Optional.ofNullable(known.keys().get(key))
                : Optional.empty();
    }

    /** Why a server's keys could not be had, so that nothing can be said about its signature; empty if they could. */
    Optional<String> unavailable(Pdu event, ServerName server) {
        return found.get(new Signer(event.eventId(), server)) instanceof KeyLookup.Unavailable unavailable
                ? Optional.of(unavailable.reason())
                : Optional.empty();
    }

    private static List<Future<KeyLookup>> all(
            ExecutorService threads, List<Callable<KeyLookup>> lookups, Duration limit) {
        try {
            return threads.invokeAll(lookups, limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static KeyLookup answer(Future<KeyLookup> lookup, ServerName server, Duration limit) {
        try {
            return lookup.get();
        } catch (CancellationException e) {
            return new KeyLookup.Unavailable(server, "no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new KeyLookup.Unavailable(server, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking up the keys of " + server + " broke", e.getCause());
        }
    }

    private static Optional<KeyRequest> request(Pdu event, ServerName server) {
        Set<KeyId> ids = new HashSet<>();
        event.json()
                .object("signatures")
                .flatMap(signatures -> signatures.object(server.value()))
                .ifPresent(signatures -> collect(signatures, ids));
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                event.rules().signatures().keyValidity()
                        ? KeyRequest.forEvent(server, ids, event.originServerTs())
                        : KeyRequest.forEventOfAnyAge(server, ids));
    }

    private static void collect(JsonObject signatures, Set<KeyId> ids) {
        for (JsonObject.Member member : signatures) {
            KeyId.parse(member.name()).filter(KeyId::isEd25519).ifPresent(ids::add);
        }
    }
}
