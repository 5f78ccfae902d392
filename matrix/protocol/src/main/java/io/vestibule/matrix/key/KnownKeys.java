package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import java.util.HashMap;
import java.util.Map;

/**
 * All that is known about one server's keys, folded from its answers.
 *
 * <p>Answers may come through a notary and out of order, so the one with the latest {@code valid_until_ts} decides what is
 * current; an older one only adds keys that were not known at all. Immutable.
 */
final class KnownKeys {

    static final KnownKeys NONE = new KnownKeys(Map.of(), Long.MIN_VALUE, 0, 0);

    private static final int MOST_KEYS = 2 * ServerKeys.MOST_KEYS;

    private final Map<KeyId, KnownKey> keys;
    private final long newestValidUntilTs;
    private final long fetchedAtTs;
    private final long usableUntilTs;

    private KnownKeys(Map<KeyId, KnownKey> keys, long newestValidUntilTs, long fetchedAtTs, long usableUntilTs) {
        this.keys = Map.copyOf(keys);
        this.newestValidUntilTs = newestValidUntilTs;
        this.fetchedAtTs = fetchedAtTs;
        this.usableUntilTs = usableUntilTs;
    }

    KnownKeys with(ServerKeys answer) {
        return answer.validUntilTs() >= newestValidUntilTs ? withNewer(answer) : withOlder(answer);
    }

    Map<KeyId, VerifyKey> serving(KeyRequest request) {
        Map<KeyId, VerifyKey> serving = new HashMap<>();
        for (KeyId id : request.keyIds()) {
            KnownKey known = keys.get(id);
            if (known != null && known.serves(request)) {
                serving.put(id, known.key());
            }
        }
        return serving;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether half of the newest answer's usable life is over. */
    boolean isRefreshDue(long nowTs) {
        return nowTs > fetchedAtTs + (usableUntilTs - fetchedAtTs) / 2;
    }

    private KnownKeys withNewer(ServerKeys answer) {
        Map<KeyId, KnownKey> merged = new HashMap<>();
        if (keys.size() + answer.size() <= MOST_KEYS) {
            keys.forEach((id, known) -> merged.put(id, known.retired()));
        }
        merged.putAll(answer.knownKeys());
        return new KnownKeys(merged, answer.validUntilTs(), answer.fetchedAtTs(), answer.usableUntilTs());
    }

    private KnownKeys withOlder(ServerKeys answer) {
        if (keys.size() + answer.size() > MOST_KEYS) {
            return this;
        }
        Map<KeyId, KnownKey> merged = new HashMap<>(keys);
        answer.knownKeys().forEach((id, known) -> merged.putIfAbsent(id, known.retired()));
        return new KnownKeys(merged, newestValidUntilTs, fetchedAtTs, usableUntilTs);
    }
}
