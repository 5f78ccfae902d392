package io.vestibule.worker.handshake;

import io.vestibule.kit.config.Rate;
import io.vestibule.kit.rate.Buckets;
import io.vestibule.matrix.id.ServerName;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how often one server is called in the background, whoever named it: invites are cheap for a stranger, and each that is
 * rejected may have its room told for days. A call that nobody waits for and that comes too soon is not made; the order's
 * next round is. Thread-safe.
 */
public final class BackgroundPace {

    private static final int REMEMBERED = 20_000;

    private final @Nullable Buckets<ServerName> servers;
    private final Runnable heldBack;

    /**
     * @param rate how often one server may be called, empty for no bound
     * @param nanoTime a clock that never goes back
     * @param heldBack runs whenever a call is not made; must not block
     */
    public BackgroundPace(Optional<Rate> rate, LongSupplier nanoTime, Runnable heldBack) {
        this.heldBack = heldBack;
        this.servers = rate.isPresent() ? new Buckets<>(rate.get(), REMEMBERED, nanoTime) : null;
    }

    /** Whether a call may be made, which then counts. */
    boolean allows(ServerName server) {
        boolean allowed = servers == null || servers.take(server).isZero();
        if (!allowed) {
            heldBack.run();
        }
        return allowed;
    }
}
