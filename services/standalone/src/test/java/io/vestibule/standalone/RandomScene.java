package io.vestibule.standalone;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.RoomRefusal;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What happens in one room, as chance has it: invites, commands that come twice, against one another or too early, retractions,
 * and what the homeserver tells. Used by one thread.
 */
final class RandomScene {

    private static final long PATIENCE_MINUTES = 5;
    private static final int DELIVERIES = 5;
    private static final int UNAVAILABLE = 503;
    private static final List<String> VERSIONS = List.of("9", "10", "11");

    /**
     * Where it all happens.
     *
     * @param home an honest server that invites
     * @param others servers of all kinds
     * @param honest how many of them, from the first on, live in each room
     * @param feeds what our homeserver tells
     */
    record Surroundings(
            Deployment us,
            FederationWorld world,
            ScriptedHomeserver home,
            List<ScriptedHomeserver> others,
            int honest,
            FeedWriter feeds) {}

    /** Hears what was done. */
    interface Tally {

        /** An invite was taken. */
        void invited();

        /** A command was sent, for the first time or again. */
        void commanded(boolean again);

        /** A command has its outcome. */
        void ended(CommandOutcome outcome);
    }

    private interface Deed {
        void happens() throws Exception;
    }

    private final Surroundings where;
    private final Random random;
    private final Tally tally;
    private final ScriptedRoom room;
    private final List<InviteCommand> given = new ArrayList<>();
    private final List<CompletableFuture<CommandOutcome>> awaited = new ArrayList<>();
    private final int number;
    private String newestInvite = "$none";
    private int told;

    RandomScene(Surroundings where, int number, Random random, Tally tally) {
        this.where = where;
        this.number = number;
        this.random = random;
        this.tally = tally;
        String version = VERSIONS.get(random.nextInt(VERSIONS.size()));
        this.room = where.world().room(version, where.home(), "alice", "Room " + number);
        where.others().subList(0, where.honest()).forEach(server -> server.settleIn(room, "rita"));
    }

    /** Returns when everything has happened and every command has its outcome. */
    void play() throws Exception {
        for (Deed deed : deeds()) {
            deed.happens();
            if (random.nextInt(4) == 0 && !awaited.isEmpty()) {
                awaited.getLast().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
            }
        }
        for (CompletableFuture<CommandOutcome> outcome : awaited) {
            tally.ended(outcome.get(PATIENCE_MINUTES, TimeUnit.MINUTES));
        }
    }

    private List<Deed> deeds() {
        List<Deed> deeds = new ArrayList<>();
        int users = 1 + random.nextInt(2);
        for (int i = 0; i < users; i++) {
            UserId user = where.us().user("u" + number + "-" + i);
            deeds.add(() -> invite(user));
            int commands = 3 + random.nextInt(5);
            for (int c = 0; c < commands; c++) {
                deeds.add(command(user));
            }
            switch (random.nextInt(10)) {
                case 0, 1 -> deeds.add(() -> invite(user));
                case 2 -> deeds.add(() -> retract(user));
                case 3 -> deeds.add(() -> elsewhere(user));
                default -> {} // nothing comes between
            }
        }
        // The invite is mostly the first, as in life; what comes behind it in any order, and now and then all of it.
        Collections.shuffle(random.nextInt(10) == 0 ? deeds : deeds.subList(1, deeds.size()), random);
        return deeds;
    }

    private Deed command(UserId user) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return this::repeat;
        }
        return () -> {
            InviteCommand command =
                    kind < 6 ? Deployment.acceptCommand(room, user) : Deployment.rejectCommand(room, user);
            given.add(command);
            awaited.add(where.us().send(command));
            tally.commanded(false);
        };
    }

    private void repeat() {
        if (!given.isEmpty()) {
            where.us().send(given.get(random.nextInt(given.size())));
            tally.commanded(true);
        }
    }

    private void invite(UserId user) throws IOException {
        List<ScriptedHomeserver> via = new ArrayList<>(where.others());
        via.add(where.home());
        Collections.shuffle(via, random);
        List<ScriptedHomeserver> named = via.subList(0, 1 + random.nextInt(via.size()));
        try {
            RoomEvent event = room.prepare(where.home().identity(), where.home().user("alice"), user, "invite");
            InviteExchange exchange =
                    deliver(event, InviteEnvelope.via(named.toArray(ScriptedHomeserver[]::new)), DELIVERIES);
            if (!exchange.isAccepted()) {
                throw new AssertionError("the invite was not taken: " + exchange.answer());
            }
            where.us().acknowledged(exchange, room, user);
            newestInvite = exchange.eventId().value();
            tally.invited();
            room.accept(exchange.coSigned());
        } catch (RoomRefusal joinedMeanwhile) {
            // The room goes its own way.
        }
    }

    /** As servers do, sends it again where no answer came, or none that is final: a busy machine may be late. */
    private InviteExchange deliver(RoomEvent event, InviteEnvelope how, int tries) throws IOException {
        try {
            InviteExchange exchange = where.home().deliver(where.us().peer(), room, event, how);
            if (exchange.answer().status() != UNAVAILABLE || tries == 1) {
                return exchange;
            }
        } catch (HttpTimeoutException late) {
            if (tries == 1) {
                throw late;
            }
        }
        return deliver(event, how, tries - 1);
    }

    private void retract(UserId user) {
        try {
            RoomEvent leave = room.change(where.home().identity(), where.home().user("alice"), user, "leave");
            where.feeds()
                    .tell(
                            Topics.HOMESERVER_PDUS,
                            room.id(),
                            PduSeen.newBuilder()
                                    .setRoomId(room.id().value())
                                    .setUserId(user.value())
                                    .setSender(where.home().user("alice").value())
                                    .setMembership(Membership.LEAVE)
                                    .setOrigin(where.home().name().value())
                                    .setPduJson(leave.json().encode())
                                    .setSeenAt(System.currentTimeMillis())
                                    .build());
        } catch (RoomRefusal nobodyThere) {
            // Whom the room does not know it does not throw out.
        }
    }

    private void elsewhere(UserId user) {
        MembershipChanged changed = MembershipChanged.newBuilder()
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setMembership(random.nextBoolean() ? Membership.JOIN : Membership.LEAVE)
                .setEventId("$told-" + number + "-" + told++)
                .setAuthEventIds(List.of(random.nextInt(3) == 0 ? "$long-ago" : newestInvite))
                .build();
        where.feeds().tell(Topics.HOMESERVER_MEMBERSHIPS, room.id(), changed);
    }
}
