package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Instance;
import io.vestibule.chaos.load.Cast;
import io.vestibule.chaos.load.Commander;
import io.vestibule.chaos.load.Doors;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Kills processes at a named point of a join: when a request of it has reached a server of its own, before that answers. One
 * at a time.
 */
final class Ambush {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cast cast;
    private final Doors doors;
    private final Commander commander;
    private final ServerName us;
    private final ScriptedHomeserver server;
    private final AtomicReference<Trap> set = new AtomicReference<>(Trap.NONE);
    private final AtomicInteger users = new AtomicInteger();

    /** What is waited for, and whether it has come. */
    private record Trap(String room, Route route, CountDownLatch sprung) {
        static final Trap NONE = new Trap("", Route.UNKNOWN, new CountDownLatch(0));
    }

    Ambush(Cast cast, Doors doors, Commander commander, ServerName us) {
        this.cast = cast;
        this.doors = doors;
        this.commander = commander;
        this.us = us;
        this.server = cast.world().server("ambush.example");
        cast.world().requests().onRequest(this::spring);
    }

    /**
     * Lets somebody join, and kills.
     *
     * @param victims all of them, since which of them is at work cannot be seen from outside
     * @param point the request that must have arrived
     * @param meanwhile what the server does with it
     * @param taken whether the kill waits until the server has done what it was asked
     */
    void kill(List<Instance> victims, Route point, Fault meanwhile, boolean taken)
            throws IOException, InterruptedException {
        Cast.Place place = cast.alone(server);
        UserId user = UserId.of("@ambushed" + users.getAndIncrement() + ":" + us);
        if (!doors.invite(place, user, Doors.Patience.of(PATIENCE), 0)) {
            throw new IOException("the ambush found nobody: its invite was not taken");
        }
        Trap trap = new Trap(place.room().id().value(), point, new CountDownLatch(1));
        set.set(trap);
        server.script().next(point, meanwhile);
        commander.send(Commands.accept(place.room().id(), user, "chaos").build());
        if (!trap.sprung().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the ambush found nobody: " + point + " never came");
        }
        for (int tries = 0;
                taken && tries < 1000 && !place.room().membership(user).equals("join");
                tries++) {
            Thread.sleep(1);
        }
        victims.forEach(Instance::kill);
    }

    private void spring(RecordedRequest request) {
        Trap trap = set.get();
        if (trap != null && request.route() == trap.route() && request.room().equals(trap.room())) {
            trap.sprung().countDown();
        }
    }
}
