package io.vestibule.kit.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many places each holder takes; as large as the number of holders that take one. Thread-safe.
 *
 * @param <K> who holds places
 */
public final class Occupancy<K> {

    private final int most;
    private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();

    /** @param most how many places one holder may take */
    public Occupancy(int most) {
        this.most = most;
    }

    /** @return whether there was a place; if so, it is to be given back with {@link #leave} */
    public boolean enter(K holder) {
        boolean[] found = new boolean[1];
        taken.compute(holder, (key, count) -> {
            int before = count == null ? 0 : count;
            found[0] = before < most;
            return found[0] ? before + 1 : before;
        });
        return found[0];
    }

    /** Gives a place back. */
    public void leave(K holder) {
        taken.computeIfPresent(holder, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** @return how many holders take a place */
    public int holders() {
        return taken.size();
    }
}
