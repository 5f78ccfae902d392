package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vestibule.interop.proxy.FederationProxy;
import io.vestibule.interop.proxy.FederationProxy.Mode;
import io.vestibule.interop.proxy.SeenRequest;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The walk over servers, MSC4125. */
public final class WalkScenarios {

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

    private static void via(Stage stage, String version, Mode down) {
        String room = sharedRoom(stage, version, "Via v" + version);
        SynapseServer a = stage.alice().server();
        SynapseServer b = stage.bea().server();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        stage.shim().addVia(bob, List.of(a.name(), b.name()));
        stage.shim().addVia(carol, List.of(a.name(), b.name()));
        stage.alice().invite(room, bob);
        stage.alice().invite(room, carol);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.vestibule().awaitState(room, carol, "INVITED");
        unless(stage.bea().awaitMembership(room, carol, "invite", SOON), "B knows of the invites");
        stage.proxy(a).mode(down);

        Outcome rejected = stage.vestibule().reject(room, carol, "no");
        Outcome joined = stage.vestibule().accept(room, bob);

        String how = down == Mode.REFUSE ? "refuses" : "hangs";
        stage.figure("accept when the inviter's server " + how, "Vestibule", joined.took());
        stage.figure("reject when the inviter's server " + how, "Vestibule", rejected.took());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        unlessEqual("servers asked", List.of(a.name(), b.name()), joined.servers());
        unless(stage.bea().awaitMembership(room, bob, "join", SOON), "B lists ours as joined");
        unless(
                List.of("LEFT", "LEFT_LOCALLY").contains(rejected.outcome()),
                "reject " + rejected.outcome() + rejected.attempts());
        unless(
                stage.bea().awaitMembership(room, carol, "leave", SOON.multipliedBy(3)),
                "B shows the leave, through B alone");
    }

    private static void withoutVia(Stage stage, String version) {
        String room = sharedRoom(stage, version, "Without via v" + version);
        String bob = stage.ours("bob");
        // Bea invites; the room's creator is Alice, whose server the stripped state names.
        stage.bea().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unless(stage.alice().awaitMembership(room, bob, "invite", SOON), "A knows of the invite");
        stage.proxy(stage.bea().server()).mode(Mode.REFUSE);

        Outcome joined = stage.vestibule().accept(room, bob);

        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        unlessEqual(
                "servers asked",
                List.of(stage.bea().server().name(), stage.alice().server().name()),
                joined.servers());
    }

    private static void recency(Stage stage, String version) {
        String room = sharedRoom(stage, version, "Recency v" + version);
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.bea().invite(room, carol);
        stage.vestibule().awaitState(room, carol, "INVITED");
        stage.cato().awaitMembership(room, bob, "invite", SOON);
        stage.proxies().forEach(FederationProxy::forget);
        // Both servers hide make_join, so that every server in the order is asked.
        for (SynapseServer server : List.of(stage.alice().server(), stage.bea().server())) {
            stage.proxy(server).hide(request -> request.uri().contains("/make_join/"));
        }

        Outcome failed = stage.vestibule().accept(room, bob);

        unlessEqual("outcome " + failed.attempts(), "NO_SERVER_REACHABLE", failed.outcome());
        unlessEqual(
                "order of attempts on the wire: Carol's newer invite first",
                List.of(stage.bea().server().name(), stage.alice().server().name()),
                orderOfMakeJoin(stage));
        stage.proxies().forEach(FederationProxy::hideNothing);
        unlessEqual("accept", "JOINED", stage.vestibule().accept(room, bob).outcome());
    }

    private static List<String> orderOfMakeJoin(Stage stage) {
        List<SeenRequest> requests = new ArrayList<>();
        stage.proxies().forEach(proxy -> requests.addAll(proxy.seen()));
        return requests.stream()
                .filter(request -> request.target().contains("/make_join/"))
                .sorted(Comparator.comparingLong(SeenRequest::nanos))
                .map(SeenRequest::server)
                .distinct()
                .toList();
    }

    /** A room of Alice's in which Bea and Cato are, both able to invite. */
    static String sharedRoom(Stage stage, String version, String name) {
        SynapseUser alice = stage.alice();
        String room = alice.createRoom(version, name);
        for (SynapseUser other : List.of(stage.bea(), stage.cato())) {
            alice.invite(room, other.id());
            unless(
                    SynapseUser.Waiting.until(() -> other.invitesInSync().has(room), SOON),
                    "the invite arrives at " + other.server().name());
            other.join(room, alice.server().name());
        }
        return room;
    }
}
