package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a room's signers while its state is still arriving: who asks for a key gets it if it is there, and else has it
 * looked up behind his back and must come again ({@link RoomKeys}) when everything has arrived. So nearly all events of a
 * large room are checked when they are read for the first time, and nobody waits for a server.
 *
 * <p>A key that was valid at some time was valid before, so one look-up serves all older events. Made for one import;
 * thread-safe.
 */
final class EarlyKeys implements AutoCloseable {
    private static final int SIDE_BY_SIDE = 32;
    private static final int MOST_KEYS = 2 * Signers.MAX_SERVERS;
    private static final int MOST_LOOK_UPS = 16;

    private final KeyRing ring;
    private final OurKeys ours;
    private final RoomVersionRules rules;
    private final Map<RoomKeys.Key, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Thread> lookUps = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(SIDE_BY_SIDE);

    EarlyKeys(KeyRing ring, OurKeys ours, RoomVersionRules rules) {
        this.ring = ring;
        this.ours = ours;
        this.rules = rules;
    }

    /** @return the keys for one batch of events, to be used by one thread */
    View view() {
        return new View();
    }

    /** Gives up the look-ups that are still under way. */
    @Override
    public void close() {
        lookUps.forEach(Thread::interrupt);
    }

    /** Answers from memory and remembers whether a key was asked for that was not there. */
    final class View implements ImportKeys {
        private boolean missed;

        /** @return whether a key has been missed since this was asked the last time */
        boolean hasMissed() {
            boolean answer = missed;
            missed = false;
            return answer;
        }

        @Override
        public Optional<VerifyKey> find(ServerName server, KeyId id, Pdu event) {
            if (server.equals(ours.server())) {
                return ours.find(id, event.originServerTs());
            }
            @Nullable VerifyKey key = entry(server, id, event.originServerTs());
            missed |= key == null;
            return Optional.ofNullable(key);
        }

        @Override
        public boolean isMissing(ServerName server, Set<KeyId> ids) {
            return missed;
        }
    }

    private @Nullable VerifyKey entry(ServerName server, KeyId id, long originServerTs) {
        RoomKeys.Key name = new RoomKeys.Key(server, id);
        Entry entry = entries.get(name);
        if (entry == null) {
            if (entries.size() >= MOST_KEYS) {
                return null;
            }
            entry = entries.computeIfAbsent(name, first -> new Entry());
        }
        // Where validity does not count, one time is as good as another.
        long validAt = rules.signatures().keyValidity() ? originServerTs : Long.MIN_VALUE;
        @Nullable VerifyKey key = entry.validAt(validAt);
        if (key == null && entry.begins()) {
            lookUp(name, validAt, entry);
        }
        return key;
    }

    private void lookUp(RoomKeys.Key name, long validAt, Entry entry) {
        lookUps.add(Thread.ofVirtual().name("keys-" + name.server()).start(() -> {
            try {
                places.acquire();
            } catch (InterruptedException overSooner) {
                return;
            }
            try {
                entry.ends(ring.lookup(RoomKeys.request(name, validAt, rules)), name.id(), validAt);
            } finally {
                places.release();
                lookUps.remove(Thread.currentThread());
            }
        }));
    }

    /** What is known of one key. */
    private static final class Entry {
        private @Nullable VerifyKey key;
        private long validAt;
        private boolean underWay;
        private int lookUps;

        synchronized @Nullable VerifyKey validAt(long time) {
            return time <= validAt ? key : null;
        }

        synchronized boolean begins() {
            if (underWay || lookUps == MOST_LOOK_UPS) {
                return false;
            }
            underWay = true;
            lookUps++;
            return true;
        }

        synchronized void ends(KeyLookup found, KeyId id, long time) {
            underWay = false;
            switch (found) {
                case KeyLookup.Found keys -> {
                    key = keys.keys().get(id);
                    validAt = time;
                }
                // It is asked for once more when everything has arrived, and then what the ring says counts.
                case KeyLookup.NotValid later -> lookUps = MOST_LOOK_UPS;
                case KeyLookup.Unavailable unavailable -> lookUps = MOST_LOOK_UPS;
            }
        }
    }
}
