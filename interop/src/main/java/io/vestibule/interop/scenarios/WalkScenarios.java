package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.AFTER_ITS_RETRIES;
import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vestibule.interop.proxy.FederationProxy.Mode;
import io.vestibule.interop.proxy.SeenRequest;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.List;

/** The walk over servers, MSC4125. */
public final class WalkScenarios {

    private static final String MAKE_JOIN = "/make_join/";
    private static final String WITHOUT_VIA = "accept without via when the inviter's server refuses";
    private static final Duration WATCHED = Duration.ofSeconds(10);

    private WalkScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "via-refused",
                        "the inviter's server is gone: accept and reject go through the next via",
                        Scenario.ALL_VERSIONS,
                        (stage, version) -> via(stage, version, Mode.REFUSE)),
                new Scenario(
                        "via-hanging",
                        "the inviter's server hangs: accept and reject go through the next via",
                        Scenario.ALL_VERSIONS,
                        (stage, version) -> via(stage, version, Mode.HANG)),
                new Scenario(
                        "without-via",
                        "no via: the sender's server, then servers in invite_room_state",
                        Scenario.ALL_VERSIONS,
                        WalkScenarios::withoutVia),
                new Scenario(
                        "recency",
                        "two of ours invited from different servers: newest invite first",
                        Scenario.ALL_VERSIONS,
                        WalkScenarios::recency));
    }

    private static void via(Stage stage, String version, Mode down) throws InterruptedException {
        String room = sharedRoom(stage, version, "Via v" + version);
        SynapseServer a = stage.alice().server();
        SynapseServer b = stage.bea().server();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        for (String user : List.of(bob, carol)) {
            stage.shim().addVia(user, List.of(a.name(), b.name()));
            stage.alice().invite(room, user);
            stage.vestibule().awaitState(room, user, "INVITED");
        }
        unless(stage.bea().awaitMembership(room, carol, "invite", SOON), "B knows of the invites");
        String accepted = pairOfSynapses(stage, version);
        String refused = pairOfSynapses(stage, version);
        stage.down(a, down);

        Outcome rejected = stage.vestibule().reject(room, carol, "no");
        Outcome joined = stage.accept(room, bob);

        String how = down == Mode.REFUSE ? "refuses" : "hangs";
        String accept = "accept when the inviter's server " + how;
        String reject = "reject when the inviter's server " + how;
        stage.ours(accept, joined.took());
        stage.ours(reject, rejected.took());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        unlessEqual("servers asked", List.of(a.name(), b.name()), joined.servers());
        unless(stage.bea().awaitMembership(room, bob, "join", SOON), "B lists ours as joined");
        unless(
                List.of("LEFT", "LEFT_LOCALLY").contains(rejected.outcome()),
                "reject " + rejected.outcome() + rejected.attempts());
        unless(stage.bea().awaitMembership(room, carol, "leave", SOON), "B shows the leave, through B alone");
        Thread leaving = Thread.startVirtualThread(() -> stage.synapses(reject, () -> {
            stage.cato().leave(refused);
            return BetweenSynapses.roomTells(stage.bea(), refused, stage.cato().id(), "leave", WATCHED);
        }));
        stage.synapses(accept, () -> BetweenSynapses.joins(stage.cato(), accepted, stage.alice(), stage.bea()));
        leaving.join();
    }

    /** @return a room in which Alice and Bea are, and to which Alice has invited Cato */
    private static String pairOfSynapses(Stage stage, String version) {
        String room = BetweenSynapses.invited(stage, version, stage.bea());
        stage.bea().join(room, stage.alice().server().name());
        BetweenSynapses.invite(stage.alice(), room, stage.cato());
        unless(stage.bea().awaitMembership(room, stage.cato().id(), "invite", SOON), "B knows of Cato's invite");
        return room;
    }

    private static void withoutVia(Stage stage, String version) throws InterruptedException {
        String room = BetweenSynapses.invited(stage, version, stage.bea());
        stage.bea().join(room, stage.alice().server().name());
        SynapseServer b = stage.bea().server();
        String bob = stage.ours("bob");
        // Bea invites; the room's creator is Alice, whose server the stripped state names.
        stage.bea().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unless(stage.alice().awaitMembership(room, bob, "invite", AFTER_ITS_RETRIES), "A knows of the invite");
        BetweenSynapses.invite(stage.bea(), room, stage.cato());
        stage.down(b, Mode.REFUSE);

        Outcome joined = stage.accept(room, bob);

        stage.ours(WITHOUT_VIA, joined.took());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        unlessEqual("servers asked", List.of(b.name(), stage.alice().server().name()), joined.servers());
        // A client that names no server: all that its server has is the invite.
        stage.synapses(WITHOUT_VIA, () -> stage.cato().tryJoin(room).startsWith("200"));
    }

    private static void recency(Stage stage, String version) {
        String room = sharedRoom(stage, version, "Recency v" + version);
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.bea().invite(room, carol);
        stage.vestibule().awaitState(room, carol, "INVITED");
        unless(stage.bea().awaitMembership(room, bob, "invite", SOON), "B knows of Bob's invite");
        // Both servers hide make_join, so that every server in the order is asked.
        Runnable showAtA = stage.hide(stage.alice().server(), MAKE_JOIN, room);
        Runnable showAtB = stage.hide(stage.bea().server(), MAKE_JOIN, room);
        List<String> before = asked(stage, room);

        Outcome failed = stage.accept(room, bob);

        unlessEqual("outcome " + failed.attempts(), "NO_SERVER_REACHABLE", failed.outcome());
        List<String> after = asked(stage, room);
        unlessEqual(
                "order of attempts on the wire: Carol's newer invite first",
                List.of(stage.bea().server().name(), stage.alice().server().name()),
                after.subList(before.size(), after.size()).stream().distinct().toList());
        showAtA.run();
        showAtB.run();
        unlessEqual("accept", "JOINED", stage.accept(room, bob).outcome());
    }

    private static List<String> asked(Stage stage, String room) {
        return stage.requests(MAKE_JOIN, room).stream().map(SeenRequest::server).toList();
    }

    /** A room of Alice's in which Bea and Cato are, both able to invite. */
    static String sharedRoom(Stage stage, String version, String name) {
        SynapseUser alice = stage.alice();
        String room = alice.createRoom(version, name);
        for (SynapseUser other : List.of(stage.bea(), stage.cato())) {
            BetweenSynapses.invite(alice, room, other);
            other.join(room, alice.server().name());
        }
        return room;
    }
}
