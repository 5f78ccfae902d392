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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Rooms whose invites name many servers, of which 30 % are dead, 10 % lie, and of the honest ones only one is in the room.
 * The inviter's own server is gone. Into the last room all servers lead, by invites of many inviters to users of ours, and the
 * honest one is the last of the oldest. Every accept has to come to a join.
 */
public final class HostileScene {

    private static final String VERSION = "11";
    private static final String PROMISE = "a join succeeds whenever an honest server is reachable";
    private static final int MOST_VIA = 50;
    private static final String INVITER = "alice";
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
     * @param most how many servers the accept asked that asked most
     * @param longest how long the longest accept took
     * @param slowWellKnown whether a well-known file that never comes was among it
     */
    public record Result(
            int rooms, int servers, int joined, int asked, int most, Duration longest, boolean slowWellKnown) {}

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
            List<ScriptedHomeserver> inviting = inviters((servers + MOST_VIA - 1) / MOST_VIA);
            ScriptedHomeserver absent = inviting.getFirst();
            List<Place> places = new ArrayList<>();
            for (int number = 0; number < rooms - 1; number++) {
                List<Member> via = crowd.draw(MOST_VIA, random);
                List<Member> honest = new ArrayList<>(
                        via.stream().filter(each -> each.manner().isHonest()).toList());
                Collections.shuffle(honest, random);
                Place place = place(absent, settled(absent, via, honest.getFirst()), via);
                if (invited(place, user(number), number)) {
                    places.add(place);
                }
            }
            everybody(inviting, crowd.all(random), user(rooms - 1)).ifPresent(places::add);
            inviting.forEach(ScriptedHomeserver::goOffline);
            return accepted(places, servers, crowd.hasSlowWellKnown());
        }
    }

    private List<ScriptedHomeserver> inviters(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> world.server("absent" + number + ".example"))
                .toList();
    }

    /** The servers as many invites name them, the user's own first; each invite comes from another server. */
    private Optional<Place> everybody(List<ScriptedHomeserver> inviting, List<Member> all, UserId user)
            throws InterruptedException {
        List<Member> inIt = all.stream().filter(each -> !each.manner().letsIn()).toList();
        ScriptedRoom room = settled(inviting.getFirst(), inIt, all.getLast());
        inviting.stream().skip(1).forEach(each -> each.settleIn(room, INVITER));
        for (int number = inviting.size() - 1; number > 0; number--) {
            List<Member> via = all.subList(number * MOST_VIA, Math.min(all.size(), (number + 1) * MOST_VIA));
            UserId other = UserId.of("@neighbour" + number + ":" + us);
            if (!invited(place(inviting.get(number), room, via), other, number)) {
                return Optional.empty();
            }
        }
        Place own = place(inviting.getFirst(), room, all.subList(0, MOST_VIA));
        return invited(own, user, 0) ? Optional.of(own) : Optional.empty();
    }

    private boolean invited(Place place, UserId user, int door) throws InterruptedException {
        if (doors.invite(place, user, Patience.of(PATIENCE), door)) {
            return true;
        }
        String where = "room " + place.room().id() + ", user " + user;
        journal.violated(new Violation("a good invite is taken", where, "not within " + PATIENCE.toSeconds() + " s"));
        return false;
    }

    /** A room in which this one and all liars are, and nobody else of them. */
    private ScriptedRoom settled(ScriptedHomeserver absent, List<Member> members, Member honest) {
        ScriptedRoom room = world.room(VERSION, absent, INVITER, "Square");
        honest.server().orElseThrow().settleIn(room, "resident");
        for (Member each : members) {
            if (each.manner().isLiar()) {
                each.server().ifPresent(server -> server.settleIn(room, "liar"));
            }
        }
        return room;
    }

    private static Place place(ScriptedHomeserver inviter, ScriptedRoom room, List<Member> via) {
        return new Place(
                inviter,
                room,
                InviteEnvelope.V2.withVia(via.stream().map(Member::name).toList()));
    }

    private Result accepted(List<Place> places, int of, boolean slowWellKnown) throws InterruptedException {
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
        int most = 0;
        for (int number = 0; number < outcomes.size(); number++) {
            String where = "room " + places.get(number).room().id() + ", user " + user(number);
            try {
                CommandOutcome outcome = outcomes.get(number).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                int servers = (int) outcome.getAttempts().stream()
                        .map(ServerAttempt::getServer)
                        .distinct()
                        .count();
                asked += servers;
                most = Math.max(most, servers);
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
        return new Result(places.size(), of, joined, asked, most, longest, slowWellKnown);
    }

    private UserId user(int number) {
        return UserId.of("@walker" + number + ":" + us);
    }
}
