package io.vestibule.ingress.gate;

import io.vestibule.kit.config.Rate;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.rate.Buckets;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often invites may come: from one server, from one user, for one user of ours. Asked of authenticated invites only.
 * Thread-safe.
 */
public final class InviteRates {

    private final @Nullable Buckets<ServerName> origins;
    private final @Nullable Buckets<UserId> senders;
    private final @Nullable Buckets<UserId> invited;

    /**
     * An invite too many.
     *
     * @param limit which limit
     * @param retryAfter when the next may come
     */
    public record Exceeded(Limit limit, Duration retryAfter) {}

    /**
     * @param rates how often, and of how many it is remembered
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    public InviteRates(StrangerLimits.Rates rates, LongSupplier nanoTime) {
        this.origins = buckets(rates.origin(), rates.remembered(), nanoTime);
        this.senders = buckets(rates.sender(), rates.remembered(), nanoTime);
        this.invited = buckets(rates.invited(), rates.remembered(), nanoTime);
    }

    /** @return the first limit that it exceeds, or empty if it may pass; it then counts */
    public Optional<Exceeded> take(UserId sender, UserId invitee) {
        return take(origins, sender.server(), Limit.ORIGIN)
                .or(() -> take(senders, sender, Limit.SENDER))
                .or(() -> take(invited, invitee, Limit.INVITED));
    }

    private static <K> Optional<Exceeded> take(@Nullable Buckets<K> buckets, K key, Limit limit) {
        if (buckets == null) {
            return Optional.empty();
        }
        Duration wait = buckets.take(key);
        return wait.isZero() ? Optional.empty() : Optional.of(new Exceeded(limit, wait));
    }

    private static <K> @Nullable Buckets<K> buckets(Optional<Rate> rate, int remembered, LongSupplier nanoTime) {
        return rate.isPresent() ? new Buckets<>(rate.get(), remembered, nanoTime) : null;
    }
}
