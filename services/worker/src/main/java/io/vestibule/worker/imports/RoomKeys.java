package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.room.RoomVersionRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The keys for those events of a room that {@link EarlyKeys} had none for, fetched once, side by side, within one budget of
 * time.
 *
 * <p>A key that is valid for the newest event it has signed is valid for the older ones too, so that one look-up for each
 * key is enough; where that fails the older events are looked up one by one. Made for one import.
 */
final class RoomKeys implements ImportKeys {
    private static final int SIDE_BY_SIDE = 32;

    /** What a key is known by. */
    record Key(ServerName server, KeyId id) {}

    private final KeyRing ring;
    private final OurKeys ours;
    private final Map<Key, KeyLookup> found = new ConcurrentHashMap<>();

    private RoomKeys(KeyRing ring, OurKeys ours) {
        this.ring = ring;
        this.ours = ours;
    }

    /**
     * Fetches what the signers need.
     *
     * @param budget what is not there by then counts as not to be had
     * @throws InterruptedException if the thread was interrupted
     */
    static RoomKeys gather(KeyRing ring, OurKeys ours, Survey.Sound survey, Duration budget)
            throws InterruptedException {
        RoomKeys keys = new RoomKeys(ring, ours);
        RoomVersionRules rules = survey.create().rules();
        Semaphore places = new Semaphore(SIDE_BY_SIDE);
        List<Thread> fetches = new ArrayList<>();
        CountDownLatch open = new CountDownLatch(survey.signers().latest().size());
        survey.signers()
                .latest()
                .forEach((server, latest) ->
                        fetches.add(Thread.ofVirtual().name("keys-" + server).start(() -> {
                            keys.fetchInTurn(server, latest, rules, places);
                            open.countDown();
                        })));
        try {
            if (!open.await(budget.toMillis(), TimeUnit.MILLISECONDS)) {
                fetches.forEach(Thread::interrupt);
            }
        } catch (InterruptedException cancelled) {
            fetches.forEach(Thread::interrupt);
            throw cancelled;
        }
        return keys;
    }

    @Override
    public Optional<VerifyKey> find(ServerName server, KeyId id, Pdu event) {
        if (server.equals(ours.server())) {
            return ours.find(id, event.originServerTs());
        }
        KeyLookup lookup = found.get(new Key(server, id));
        return switch (lookup) {
            case KeyLookup.Found keys -> Optional.ofNullable(keys.keys().get(id));
            case KeyLookup.NotValid later -> older(server, id, event);
            case KeyLookup.Unavailable unavailable -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    @Override
    public boolean isMissing(ServerName server, Set<KeyId> ids) {
        return !server.equals(ours.server())
                && ids.stream().anyMatch(id -> {
                    KeyLookup lookup = found.get(new Key(server, id));
                    return lookup == null || lookup instanceof KeyLookup.Unavailable;
                });
    }

    private void fetchInTurn(ServerName server, Map<KeyId, Long> latest, RoomVersionRules rules, Semaphore places) {
        try {
            places.acquire();
        } catch (InterruptedException outOfTime) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            fetch(server, latest, rules);
        } finally {
            places.release();
        }
    }

    private void fetch(ServerName server, Map<KeyId, Long> latest, RoomVersionRules rules) {
        latest.forEach((id, originServerTs) -> {
            Key key = new Key(server, id);
            found.put(key, ring.lookup(request(key, originServerTs, rules)));
        });
    }

    private Optional<VerifyKey> older(ServerName server, KeyId id, Pdu event) {
        KeyLookup lookup = ring.lookup(request(new Key(server, id), event.originServerTs(), event.rules()));
        return lookup instanceof KeyLookup.Found keys
                ? Optional.ofNullable(keys.keys().get(id))
                : Optional.empty();
    }

    /** Asks for a key that was valid when the event says that it was made, where that counts. */
    static KeyRequest request(Key key, long originServerTs, RoomVersionRules rules) {
        return rules.signatures().keyValidity()
                ? KeyRequest.forEvent(key.server(), Set.of(key.id()), originServerTs)
                : KeyRequest.forEventOfAnyAge(key.server(), Set.of(key.id()));
    }
}
