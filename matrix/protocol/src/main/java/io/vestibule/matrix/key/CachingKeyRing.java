package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A key ring that remembers (specification, Server-Server API, "Retrieving server keys").
 *
 * <ul>
 *   <li>One fetch per server at a time; everybody who asks meanwhile waits for the same one.
 *   <li>An answer is used for as long as it says, at most {@link ServerKeys#MAX_VALIDITY}; when half of that is over, the
 *       next look-up is still answered at once and a fetch starts behind it.
 *   <li>A server that has just answered is not asked again for a while, and one that failed is left alone for longer each
 *       time, so that made-up key IDs and made-up servers cost no traffic.
 *   <li>What is kept is bounded, see {@link KeyRingLimits}. Failures have a bound of their own: they never push out keys.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class CachingKeyRing implements KeyRing {

    private final KeyFetcher fetcher;
    private final InstantSource clock;
    private final KeyRingLimits limits;
    private final Executor executor;
    private final Runnable heldBack;

    private final Object lock = new Object();
    private final Map<ServerName, KnownKeys> known;
    private final Map<ServerName, FetchHistory> histories;
    private final Map<ServerName, CompletableFuture<KeyFetch>> flights = new HashMap<>();
    private int strangerFlights;

    /**
     * @param fetcher asks the network
     * @param clock tells the time
     * @param limits the bounds
     * @param executor runs fetches; each blocks, so one that makes virtual threads fits
     */
    public CachingKeyRing(KeyFetcher fetcher, InstantSource clock, KeyRingLimits limits, Executor executor) {
        this(fetcher, clock, limits, executor, () -> {});
    }

    /**
     * @param fetcher asks the network
     * @param clock tells the time
     * @param limits the bounds
     * @param executor runs fetches; each blocks, so one that makes virtual threads fits
     * @param heldBack runs whenever a bound keeps a fetch from being made; must not block
     */
    public CachingKeyRing(
            KeyFetcher fetcher, InstantSource clock, KeyRingLimits limits, Executor executor, Runnable heldBack) {
        this.fetcher = fetcher;
        this.clock = clock;
        this.limits = limits;
        this.executor = executor;
        this.heldBack = heldBack;
        this.known = new LeastRecentlyUsed<>(limits.servers());
        this.histories = new LeastRecentlyUsed<>(limits.servers());
    }

    @Override
    public KeyLookup lookup(KeyRequest request) {
        long nowTs = clock.millis();
        KnownKeys remembered = remembered(request.server());
        Map<KeyId, VerifyKey> serving = remembered.serving(request);
        if (!serving.isEmpty()) {
            if (remembered.isRefreshDue(nowTs)) {
                board(request, nowTs);
            }
            return new KeyLookup.Found(serving);
        }
        if (request.minimumValidUntilTs() > nowTs + ServerKeys.MAX_VALIDITY.toMillis()) {
            return new KeyLookup.NotValid(request.server());
        }
        return switch (board(request, nowTs)) {
            case Boarding.Refused refused -> {
                heldBack.run();
                yield servedNow(request, refused.answer());
            }
            case Boarding.Boarded boarded -> landed(request, boarded.flight());
        };
    }

    // A fetch may have landed since the keys were looked for, and be the reason for the refusal.
    private KeyLookup servedNow(KeyRequest request, KeyLookup otherwise) {
        Map<KeyId, VerifyKey> serving = remembered(request.server()).serving(request);
        return serving.isEmpty() ? otherwise : new KeyLookup.Found(serving);
    }

    @Override
    public void learn(ServerKeys keys) {
        synchronized (lock) {
            known.put(keys.server(), keysOf(keys.server()).with(keys));
        }
    }

    /** Whether a look-up may wait for a fetch. */
    private sealed interface Boarding {
        record Boarded(CompletableFuture<KeyFetch> flight) implements Boarding {}

        record Refused(KeyLookup answer) implements Boarding {}
    }

    private KnownKeys remembered(ServerName server) {
        synchronized (lock) {
            return keysOf(server);
        }
    }

    private Boarding board(KeyRequest request, long nowTs) {
        ServerName server = request.server();
        CompletableFuture<KeyFetch> flight = new CompletableFuture<>();
        boolean stranger;
        synchronized (lock) {
            CompletableFuture<KeyFetch> underWay = flights.get(server);
            if (underWay != null) {
                return new Boarding.Boarded(underWay);
            }
            FetchHistory history = historyOf(server);
            if (!history.allows(nowTs)) {
                return new Boarding.Refused(tooSoon(server, history.reason()));
            }
            stranger = keysOf(server).isEmpty();
            if (stranger && strangerFlights >= limits.strangerFetches()) {
                return new Boarding.Refused(
                        new KeyLookup.Unavailable(server, "too many servers' keys are being fetched at once"));
            }
            strangerFlights += stranger ? 1 : 0;
            flights.put(server, flight);
        }
        executor.execute(() -> fly(request, flight, stranger));
        return new Boarding.Boarded(flight);
    }

    private static KeyLookup tooSoon(ServerName server, @Nullable String failure) {
        return failure == null
                ? new KeyLookup.NotValid(server)
                : new KeyLookup.Unavailable(server, failure + " (not tried again yet)");
    }

    private void fly(KeyRequest request, CompletableFuture<KeyFetch> flight, boolean stranger) {
        try {
            KeyFetch outcome = fetcher.fetch(request);
            land(request.server(), outcome, stranger);
            flight.complete(outcome);
        } catch (RuntimeException | Error bug) {
            land(request.server(), new KeyFetch.Failed("the fetch broke: " + bug), stranger);
            flight.completeExceptionally(bug);
        }
    }

    private void land(ServerName server, KeyFetch outcome, boolean stranger) {
        long nowTs = clock.millis();
        synchronized (lock) {
            flights.remove(server);
            strangerFlights -= stranger ? 1 : 0;
            switch (outcome) {
                case KeyFetch.Fetched fetched -> {
                    for (ServerKeys keys : fetched.answers()) {
                        if (keys.server().equals(server)) {
                            known.put(server, keysOf(server).with(keys));
                        }
                    }
                    histories.put(server, historyOf(server).succeeded(nowTs, limits));
                }
                case KeyFetch.Failed failed ->
                    histories.put(server, historyOf(server).failed(failed.reason(), nowTs, limits));
            }
        }
    }

    private KeyLookup landed(KeyRequest request, CompletableFuture<KeyFetch> flight) {
        KeyFetch outcome;
        try {
            outcome = flight.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new KeyLookup.Unavailable(request.server(), "interrupted while its keys were fetched");
        } catch (ExecutionException broken) {
            throw new IllegalStateException("fetching the keys of " + request.server() + " broke", broken.getCause());
        }
        return servedNow(
                request,
                switch (outcome) {
                    case KeyFetch.Fetched fetched -> new KeyLookup.NotValid(request.server());
                    case KeyFetch.Failed failed -> new KeyLookup.Unavailable(request.server(), failed.reason());
                });
    }

    private KnownKeys keysOf(ServerName server) {
        return Objects.requireNonNullElse(known.get(server), KnownKeys.NONE);
    }

    private FetchHistory historyOf(ServerName server) {
        return Objects.requireNonNullElse(histories.get(server), FetchHistory.NONE);
    }
}
