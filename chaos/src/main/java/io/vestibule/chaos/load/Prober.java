package io.vestibule.chaos.load;

import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.chaos.load.Doors.Patience;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long it takes until invites are taken and accepted again: a fresh one to a room of every partition, each until it has
 * come to a join. Thread-safe.
 */
public final class Prober {

    // What is slow need not be stuck: the first one is waited for all the same, and those behind it come ever more
    // seldom.
    private static final long AGAIN_AFTER_SECONDS = 5;
    private static final long AGAIN_AT_LAST_SECONDS = 40;

    private final Cast cast;
    private final ScriptedHomeserver home;
    private final Doors doors;
    private final Commander commander;
    private final ServerName us;
    private final int partitions;
    private final AtomicInteger users = new AtomicInteger();

    /** @param partitions of every topic */
    public Prober(Cast cast, Doors doors, Commander commander, ServerName us, int partitions) {
        this.cast = cast;
        this.home = cast.world().server("probe.example");
        this.doors = doors;
        this.commander = commander;
        this.us = us;
        this.partitions = partitions;
    }

    /**
     * @param since from when on it is counted, as {@link System#nanoTime()}
     * @param patience from then on
     * @return after how long every partition served, or empty if one did not
     */
    public Optional<Duration> recovery(long since, Duration patience) throws InterruptedException {
        Patience until = new Patience(since + patience.toNanos());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Boolean>> served = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                int each = partition;
                served.add(CompletableFuture.supplyAsync(() -> serves(each, until), threads));
            }
            boolean all = served.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd);
            return all ? Optional.of(Duration.ofNanos(System.nanoTime() - since)) : Optional.empty();
        }
    }

    private boolean serves(int partition, Patience until) {
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        try {
            for (long wait = AGAIN_AFTER_SECONDS; !until.isOver(); wait = Math.min(2 * wait, AGAIN_AT_LAST_SECONDS)) {
                ask(partition, until, joined);
                if (comes(joined, wait)) {
                    return true;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Has another one invited and accepted; an earlier one may still be the first to join. */
    private void ask(int partition, Patience until, CompletableFuture<Boolean> joined) throws InterruptedException {
        Place place = place(partition);
        int number = users.getAndIncrement();
        UserId user = UserId.of("@probe" + number + ":" + us);
        if (doors.invite(place, user, until, number)) {
            commander
                    .send(Commands.accept(place.room().id(), user, "chaos").build())
                    .thenAccept(outcome -> {
                        if (outcome.getOutcome() == OutcomeType.JOINED) {
                            joined.complete(true);
                        }
                    });
        }
    }

    private static boolean comes(CompletableFuture<Boolean> joined, long seconds) throws InterruptedException {
        try {
            return joined.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException notYet) {
            return false;
        }
    }

    private Place place(int partition) {
        Place place = cast.alone(home);
        while (RoomPartitions.of(place.room().id().value(), partitions) != partition) {
            place = cast.alone(home);
        }
        return place;
    }
}
