package io.vestibule.chaos.hostile;

import io.vestibule.chaos.hostile.Crowd.Member;
import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.chaos.load.Commander;
import io.vestibule.chaos.load.Doors;
import io.vestibule.chaos.load.Doors.Patience;
import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rooms whose invites name many servers, of which 30 % are dead, 10 % lie, and of the honest ones only one is in the room.
 * The inviter's own server is gone. Every accept has to come to a join.
 */
public final class HostileScene {

    private static final String VERSION = "11";
    private static final String PROMISE = "a join succeeds whenever an honest server is reachable";
    private static final int MOST_VIA = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(170);

    private final FederationWorld world;
    private final Doors doors;
    private final Commander commander;
    private final Journal journal;
    private final ServerName us;

    /** Who takes part. */
    public record Parts(FederationWorld world, Doors doors, Commander commander, Journal journal, ServerName us) {}

    /**
     * What came of it.
     *
     * @param rooms how many accepts
     * @param servers how many servers there were
     * @param joined how many accepts came to a join
     * @param asked how many servers were asked on the way
     * @param longest how long the longest accept took
     * @param slowWellKnown whether a well-known file that never comes was among it
     */
    public record Result(int rooms, int servers, int joined, int asked, Duration longest, boolean slowWellKnown) {}

    public HostileScene(Parts parts) {
        this.world = parts.world();
        this.doors = parts.doors();
        this.commander = parts.commander();
        this.journal = parts.journal();
        this.us = parts.us();
    }

    /** Plays; who does not join is noted as a violation. */
    public Result play(int servers, int rooms, long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (Crowd crowd = Crowd.of(world, servers)) {
            ScriptedHomeserver absent = world.server("absent.example");
            List<Place> places = new ArrayList<>();
            for (int number = 0; number < rooms; number++) {
                Place place = place(absent, crowd.draw(MOST_VIA, random), random);
                if (!doors.invite(place, user(number), Patience.of(PATIENCE), number)) {
                    journal.violated(new Violation(
                            "a good invite is taken",
                            "room " + place.room().id(),
                            "not within " + PATIENCE.toSeconds() + " s"));
                    break;
                }
                places.add(place);
            }
            absent.goOffline();
            return accepted(places, servers, crowd.hasSlowWellKnown());
        }
    }

    private Place place(ScriptedHomeserver absent, List<Member> via, Random random) {
        ScriptedRoom room = world.room(VERSION, absent, "alice", "Square");
        List<Member> honest = new ArrayList<>(
                via.stream().filter(each -> each.manner().isHonest()).toList());
        Collections.shuffle(honest, random);
        honest.getFirst().server().orElseThrow().settleIn(room, "resident");
        for (Member each : via) {
            if (each.manner().isLiar()) {
                each.server().ifPresent(server -> server.settleIn(room, "liar"));
            }
        }
        List<String> names = via.stream().map(Member::name).toList();
        return new Place(absent, room, InviteEnvelope.V2.withVia(names));
    }

    private Result accepted(List<Place> places, int servers, boolean slowWellKnown) throws InterruptedException {
        long begun = System.nanoTime();
        List<CompletableFuture<CommandOutcome>> outcomes = new ArrayList<>();
        for (int number = 0; number < places.size(); number++) {
            outcomes.add(
                    commander.send(Commands.accept(places.get(number).room().id(), user(number), "chaos")
                            .setNotAfter(System.currentTimeMillis() + PATIENCE.toMillis())
                            .build()));
        }
        int joined = 0;
        int asked = 0;
        for (int number = 0; number < outcomes.size(); number++) {
            String where = "room " + places.get(number).room().id() + ", user " + user(number);
            try {
                CommandOutcome outcome = outcomes.get(number).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                asked += (int) outcome.getAttempts().stream()
                        .map(ServerAttempt::getServer)
                        .distinct()
                        .count();
                if (outcome.getOutcome() == OutcomeType.JOINED) {
                    joined++;
                } else {
                    journal.violated(new Violation(PROMISE, where, outcome.toString()));
                }
            } catch (ExecutionException | TimeoutException none) {
                journal.violated(new Violation(PROMISE, where, "no outcome within " + PATIENCE.toSeconds() + " s"));
            }
        }
        Duration longest = Duration.ofNanos(System.nanoTime() - begun);
        return new Result(places.size(), servers, joined, asked, longest, slowWellKnown);
    }

    private UserId user(int number) {
        return UserId.of("@walker" + number + ":" + us);
    }
}
