package io.vestibule.kit.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vestibule.kit.config.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key. A bucket that nobody has asked for as long as it takes to fill is full, so it is forgotten;
 * beyond a bound, the rarest are forgotten before. Thread-safe.
 *
 * @param <K> whose buckets
 */
public final class Buckets<K> {

    private final Rate rate;
    private final TimeMeter time;
    private final Cache<K, Bucket> buckets;

    /** The clock of the buckets. */
    private record Nanos(LongSupplier source) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return source.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    /**
     * @param rate what each bucket holds and how fast it fills
     * @param remembered how many buckets are kept at most
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    public Buckets(Rate rate, int remembered, LongSupplier nanoTime) {
        this.rate = rate;
        this.time = new Nanos(nanoTime);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterAccess(rate.per())
                .ticker(time::currentTimeNanos)
                // Forgetting takes less than waking another thread for it.
                .executor(Runnable::run)
                .build();
    }

    /** Takes a token.
     *
     * @return zero if there was one, else how long to wait for the next
     */
    public Duration take(K key) {
        ConsumptionProbe probe = buckets.get(key, unseen -> full()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** @return how many are remembered, once those that are too many have been forgotten */
    public long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.per()))
                .withCustomTimePrecision(time)
                .build();
    }
}
