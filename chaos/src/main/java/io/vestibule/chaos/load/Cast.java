package io.vestibule.chaos.load;

import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The homeservers of the load.
 *
 * @param world theirs
 * @param honest they invite, and let people join
 * @param moody they never do as they are asked
 */
public record Cast(FederationWorld world, List<ScriptedHomeserver> honest, List<ScriptedHomeserver> moody) {

    private static final String VERSION = "11";
    private static final Duration LATE = Duration.ofMillis(1500);

    /** Starts them. */
    public static Cast on(FederationWorld world) {
        List<ScriptedHomeserver> honest = List.of(world.server("a.example"), world.server("b.example"));
        ScriptedHomeserver broken = world.server("broken.example");
        broken.script().everyHandshake(Fault.serverError());
        ScriptedHomeserver silent = world.server("silent.example");
        silent.script().everyHandshake(Fault.hang());
        ScriptedHomeserver busy = world.server("busy.example");
        busy.script().everyHandshake(Fault.rateLimited(LATE));
        ScriptedHomeserver stranger = world.server("stranger.example");
        return new Cast(world, honest, List.of(broken, silent, busy, stranger));
    }

    /**
     * A room, and how invites to it are wrapped.
     *
     * @param home the server of {@code alice}, who made it
     * @param room the room
     * @param envelope names its servers, and some that are none
     */
    public record Place(ScriptedHomeserver home, ScriptedRoom room, InviteEnvelope envelope) {}

    /** Makes a room of the honest, whose invites name up to two of the moody among them. */
    Place place(Random random) {
        ScriptedHomeserver home = honest.get(random.nextInt(honest.size()));
        ScriptedRoom room = world.room(VERSION, home, "alice", "Lounge");
        honest.stream().filter(other -> other != home).forEach(other -> other.settleIn(room, "resident"));
        List<ScriptedHomeserver> via = new ArrayList<>(honest);
        for (int more = random.nextInt(3); more > 0; more--) {
            via.add(moody.get(random.nextInt(moody.size())));
        }
        Collections.shuffle(via, random);
        List<ScriptedHomeserver> each = via.stream().distinct().toList();
        return new Place(home, room, InviteEnvelope.via(each.toArray(ScriptedHomeserver[]::new)));
    }

    /** Makes a room on one server, which alone is named. */
    public Place alone(ScriptedHomeserver home) {
        return new Place(home, world.room(VERSION, home, "alice", "Den"), InviteEnvelope.via(home));
    }
}
