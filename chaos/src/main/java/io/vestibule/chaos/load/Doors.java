package io.vestibule.chaos.load;

import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.RoomRefusal;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.Peer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Delivers invites as federating servers do: the same event again until it is answered, by whichever ingress the proxy
 * before them leads to. Thread-safe.
 */
public final class Doors {

    private static final long PAUSE_MS = 250;
    private static final int SERVER_ERROR = 500;
    private static final int RATE_LIMITED = 429;

    private final List<Peer> doors;
    private final Journal journal;

    /** @param journal hears of every invite that is answered with 200 */
    public Doors(List<Peer> doors, Journal journal) {
        this.doors = List.copyOf(doors);
        this.journal = journal;
    }

    /** Until when something is tried. */
    public record Patience(long until) {

        /** @return one that ends so much later than now */
        public static Patience of(Duration howLong) {
            return new Patience(System.nanoTime() + howLong.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - until > 0;
        }
    }

    /**
     * {@code alice} invites a user of ours.
     *
     * @param first which door is tried first
     * @return whether the invite was answered with 200 before the patience ended
     */
    public boolean invite(Place place, UserId user, Patience patience, int first) throws InterruptedException {
        Optional<RoomEvent> event = prepared(place, user);
        return event.isPresent() && deliver(place, user, event.get(), patience, first);
    }

    /** The same; when the event is there and not yet sent, it is told. */
    boolean invite(Place place, UserId user, Patience patience, int first, Consumer<RoomEvent> ready)
            throws InterruptedException {
        Optional<RoomEvent> event = prepared(place, user);
        event.ifPresent(ready);
        return event.isPresent() && deliver(place, user, event.get(), patience, first);
    }

    /** The same by both doors, one after the other, as a server does that has lost our first answer. */
    boolean inviteTwice(Place place, UserId user, Patience patience, int first) throws InterruptedException {
        Optional<RoomEvent> event = prepared(place, user);
        return event.isPresent()
                && deliver(place, user, event.get(), patience, first)
                && deliver(place, user, event.get(), patience, first + 1);
    }

    private static Optional<RoomEvent> prepared(Place place, UserId user) {
        try {
            return Optional.of(
                    place.room().prepare(place.home().identity(), place.home().user("alice"), user, "invite"));
        } catch (RoomRefusal alreadyIn) {
            return Optional.empty();
        }
    }

    private boolean deliver(Place place, UserId user, RoomEvent event, Patience patience, int first)
            throws InterruptedException {
        for (int tries = first; !patience.isOver(); tries++) {
            try {
                Peer door = doors.get(Math.floorMod(tries, doors.size()));
                InviteExchange exchange = place.home().deliver(door, place.room(), event, place.envelope());
                if (exchange.answer().isOk()) {
                    return taken(place, user, exchange);
                }
                int status = exchange.answer().status();
                if (status < SERVER_ERROR && status != RATE_LIMITED) {
                    violated("a good invite is taken", place, exchange);
                    return false;
                }
            } catch (IOException unreachable) {
                Thread.sleep(PAUSE_MS); // the other one, then
            }
            Thread.sleep(PAUSE_MS);
        }
        return false;
    }

    private boolean taken(Place place, UserId user, InviteExchange exchange) {
        if (!exchange.isAccepted()) {
            violated("200 carries our signature and changes nothing", place, exchange);
            return false;
        }
        journal.acked(new Journal.Acked(
                Instant.now(), place.home().name(), place.room().id(), user, exchange.eventId()));
        try {
            place.room().accept(exchange.coSigned());
            return true;
        } catch (RoomRefusal theRoomHasMovedOn) {
            return true;
        }
    }

    private void violated(String promise, Place place, InviteExchange exchange) {
        String where = "room " + place.room().id() + ", event " + exchange.eventId();
        journal.violated(new Violation(promise, where, exchange.answer().toString()));
    }
}
