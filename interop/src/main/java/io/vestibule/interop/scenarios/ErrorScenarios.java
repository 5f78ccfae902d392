package io.vestibule.interop.scenarios;

import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Attempt;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.util.List;

/** What Synapse answers when it will not, and how the outcome names it. */
public final class ErrorScenarios {

    private ErrorScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "unknown-room",
                        "make_join, make_leave at a server that is not in the room: 404 named, the next server is asked",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::unknownRoom),
                new Scenario(
                        "room-vanishes",
                        "send_join, send_leave at a server that has lost the room meanwhile: named",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::roomVanishes),
                new Scenario(
                        "forbidden",
                        "make_join, make_leave: 403 M_FORBIDDEN is named and ends the walk, the next server is not asked",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::forbidden),
                new Scenario(
                        "denied-meanwhile",
                        "send_join, send_leave after the room's ACL shut us out between the two steps: 403 is named",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::deniedMeanwhile),
                new Scenario(
                        "unsupported-version",
                        "make_join: M_INCOMPATIBLE_ROOM_VERSION is named",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::unsupportedVersion),
                new Scenario(
                        "old-endpoints",
                        "send_join and send_leave fall back to v1 where v2 is unknown",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::oldEndpoints));
    }

    private static void unknownRoom(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        String room = alice.createRoom(version, "Unknown v" + version);
        String notInRoom = stage.cato().server().name();
        for (String user : List.of(bob, carol)) {
            stage.shim().addVia(user, List.of(notInRoom, alice.server().name()));
            alice.invite(room, user);
            stage.vestibule().awaitState(room, user, "INVITED");
        }
        String other = BetweenSynapses.invited(stage, version, stage.bea());

        Outcome left = stage.vestibule().reject(room, carol, "no");
        Outcome joined = stage.accept(room, bob);

        String step = "accept, first asking a server outside the room";
        stage.ours(step, joined.took());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        first(joined, new Attempt(notInRoom, "MAKE", "NOT_FOUND", "M_NOT_FOUND"));
        unlessEqual("reject " + left.attempts(), "LEFT", left.outcome());
        first(left, new Attempt(notInRoom, "MAKE", "NOT_FOUND", "M_NOT_FOUND"));
        stage.synapses(step, () -> BetweenSynapses.joins(stage.bea(), other, stage.cato(), alice));
    }

    private static void roomVanishes(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        SynapseServer a = alice.server();
        String bob = stage.ours("bob");
        String room = invited(stage, version, bob);
        stage.before(a, "/send_join/", room, () -> alice.purge(room));

        Outcome joined = stage.accept(room, bob);

        unlessEqual("accept " + joined.attempts(), "NO_SERVER_REACHABLE", joined.outcome());
        last(joined, new Attempt(a.name(), "SEND", "NOT_FOUND", "M_NOT_FOUND"));
        String carol = stage.ours("carol");
        String other = invited(stage, version, carol);
        stage.before(a, "/send_leave/", other, () -> alice.purge(other));

        Outcome left = stage.vestibule().reject(other, carol, "no");

        unlessEqual("reject " + left.attempts(), "LEFT_LOCALLY", left.outcome());
        last(left, new Attempt(a.name(), "SEND", "NOT_FOUND", "M_NOT_FOUND"));
    }

    private static void forbidden(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String b = stage.bea().server().name();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        String room = WalkScenarios.sharedRoom(stage, version, "Forbidden v" + version);
        for (String user : List.of(bob, carol)) {
            stage.shim().addVia(user, List.of(b, alice.server().name()));
            alice.invite(room, user);
            stage.vestibule().awaitState(room, user, "INVITED");
            alice.ban(room, user);
            unless(stage.bea().awaitMembership(room, user, "ban", AcceptScenarios.SOON), "B knows of the ban");
        }

        Outcome joined = stage.accept(room, bob);
        Outcome left = stage.vestibule().reject(room, carol, "no");

        unlessEqual("outcome " + joined.attempts(), "FORBIDDEN", joined.outcome());
        unlessEqual("servers asked", List.of(b), joined.servers());
        unlessEqual("refused by", b, joined.refusedBy());
        last(joined, new Attempt(b, "MAKE", "FORBIDDEN", "M_FORBIDDEN"));
        stage.note("reject: " + left.outcome());
        unlessEqual("servers asked to let go " + left, List.of(b), left.servers());
        last(left, new Attempt(b, "MAKE", "FORBIDDEN", "M_FORBIDDEN"));
    }

    private static void deniedMeanwhile(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        SynapseServer a = alice.server();
        String bob = stage.ours("bob");
        String room = invited(stage, version, bob);
        stage.before(a, "/send_join/", room, () -> shutOut(alice, room));

        Outcome joined = stage.accept(room, bob);

        unlessEqual("outcome " + joined.attempts(), "FORBIDDEN", joined.outcome());
        unless(
                joined.attempts().contains(new Attempt(a.name(), "SEND", "FORBIDDEN", "M_FORBIDDEN")),
                "send_join's refusal is named: " + joined.attempts());
        String carol = stage.ours("carol");
        String other = invited(stage, version, carol);
        stage.before(a, "/send_leave/", other, () -> shutOut(alice, other));

        Outcome left = stage.vestibule().reject(other, carol, "no");

        stage.note("reject: " + left.outcome());
        unless(
                left.attempts().contains(new Attempt(a.name(), "SEND", "FORBIDDEN", "M_FORBIDDEN")),
                "send_leave's refusal is named: " + left);
    }

    /** Shuts out everybody called localhost: us, and the other Synapses, who are not in the room. */
    private static void shutOut(SynapseUser host, String room) {
        ObjectNode acl = SynapseUser.object();
        acl.putArray("allow").add("*");
        acl.putArray("deny").add("localhost");
        host.state(room, "m.room.server_acl", "", acl);
    }

    /** We always offer every version: on the way, all but a wrong one are taken out, and the request is signed anew. */
    private static void unsupportedVersion(Stage stage, String version) {
        SynapseServer a = stage.alice().server();
        String bob = stage.ours("bob");
        String room = invited(stage, version, bob);
        String wrong = version.equals("1") ? "6" : "1";
        stage.change(a, "/make_join/", room, held -> {
            String target = held.target().substring(0, held.target().indexOf('?')) + "?ver=" + wrong;
            return held.at(target, stage.shim().authorization("GET", target, a.name(), ""));
        });

        Outcome outcome = stage.accept(room, bob);

        unlessEqual("outcome " + outcome.attempts(), "NO_SERVER_REACHABLE", outcome.outcome());
        last(outcome, new Attempt(a.name(), "MAKE", "INCOMPATIBLE_VERSION", "M_INCOMPATIBLE_ROOM_VERSION"));
        unlessEqual("with the right ones", "JOINED", stage.accept(room, bob).outcome());
    }

    private static void oldEndpoints(Stage stage, String version) {
        SynapseServer a = stage.alice().server();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        String room = invited(stage, version, bob);
        String other = invited(stage, version, carol);
        String third = BetweenSynapses.invited(stage, version, stage.bea());
        stage.hide(a, "/v2/send_join/", room);
        stage.hide(a, "/v2/send_join/", third);
        stage.hide(a, "/v2/send_leave/", other);

        Outcome left = stage.vestibule().reject(other, carol, "no");
        Outcome joined = stage.accept(room, bob);

        String step = "join a server that knows only v1";
        stage.ours(step, joined.took());
        unlessEqual("reject " + left.attempts(), "LEFT", left.outcome());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        stage.synapses(step, () -> BetweenSynapses.joins(stage.bea(), third, stage.alice()));
    }

    private static String invited(Stage stage, String version, String user) {
        String room = stage.alice().createRoom(version, "Errors v" + version);
        stage.alice().invite(room, user);
        stage.vestibule().awaitState(room, user, "INVITED");
        return room;
    }

    private static void first(Outcome outcome, Attempt expected) {
        unlessEqual("first attempt", expected, outcome.attempts().getFirst());
    }

    private static void last(Outcome outcome, Attempt expected) {
        unlessEqual(
                "last attempt",
                expected,
                outcome.attempts().isEmpty() ? null : outcome.attempts().getLast());
    }
}
