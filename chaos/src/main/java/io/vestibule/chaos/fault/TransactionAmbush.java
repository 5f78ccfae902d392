package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Instance;
import io.vestibule.chaos.load.Cast;
import io.vestibule.chaos.load.Doors;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills processes while an application service has a transaction in its hands that it has not answered. */
final class TransactionAmbush {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MS = 5;

    private final Cast cast;
    private final Doors doors;
    private final ScriptedAppservice bridge;
    private final ServerName us;
    private final ScriptedHomeserver server;
    private final AtomicInteger users = new AtomicInteger();

    TransactionAmbush(Cast cast, Doors doors, ScriptedAppservice bridge, ServerName us) {
        this.cast = cast;
        this.doors = doors;
        this.bridge = bridge;
        this.us = us;
        this.server = cast.world().server("bridged.example");
    }

    /** Has a user of it invited, and kills. It takes the transaction, but nobody is there to hear of that. */
    void kill(List<Instance> victims) throws IOException, InterruptedException {
        CompletableFuture<Void> dead = new CompletableFuture<>();
        bridge.holdNext(dead);
        try {
            UserId user = UserId.of("@bridge_held" + users.getAndIncrement() + ":" + us);
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            if (!doors.invite(cast.alone(server), user, Doors.Patience.of(PATIENCE), 0)) {
                throw new IOException("the invite was not taken");
            }
            while (!bridge.isHolding()) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IOException("no transaction came");
                }
                Thread.sleep(LOOK_MS);
            }
            victims.forEach(Instance::kill);
        } finally {
            bridge.answerNormally();
            dead.complete(null);
        }
    }
}
