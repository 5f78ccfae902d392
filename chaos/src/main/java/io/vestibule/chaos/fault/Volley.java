package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Instance;
import io.vestibule.chaos.load.Cast;
import io.vestibule.chaos.load.Doors;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills processes while many invites are on their way, some of them taken already. */
final class Volley {

    private static final int INVITES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cast cast;
    private final Doors doors;
    private final ServerName us;
    private final ScriptedHomeserver server;
    private final AtomicInteger users = new AtomicInteger();

    Volley(Cast cast, Doors doors, ServerName us) {
        this.cast = cast;
        this.doors = doors;
        this.us = us;
        this.server = cast.world().server("volley.example");
    }

    /** Sends them at once, and kills when the first has had its 200. The others go on, as servers do, until they have theirs. */
    void kill(List<Instance> victims) throws IOException, InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        for (int number = 0; number < INVITES; number++) {
            Cast.Place place = cast.alone(server);
            UserId user = UserId.of("@volley" + users.getAndIncrement() + ":" + us);
            int door = number;
            Thread.ofVirtual().name("volley " + user).start(() -> {
                try {
                    if (doors.invite(place, user, Doors.Patience.of(PATIENCE), door)) {
                        first.countDown();
                    }
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        if (!first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("none of the invites was taken");
        }
        victims.forEach(Instance::kill);
    }
}
