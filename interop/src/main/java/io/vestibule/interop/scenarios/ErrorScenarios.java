package io.vestibule.interop.scenarios;

import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Attempt;
import io.vestibule.interop.suite.Vestibule.Outcome;
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
                        "a server that is not in the room answers 404: named, and the next server is asked",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::unknownRoom),
                new Scenario(
                        "forbidden",
                        "403 M_FORBIDDEN ends the walk: the next server is not asked",
                        Scenario.ALL_VERSIONS,
                        ErrorScenarios::forbidden),
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

        Outcome left = stage.vestibule().reject(room, carol, "no");
        Outcome joined = stage.vestibule().accept(room, bob);

        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
        Attempt first = joined.attempts().getFirst();
        unlessEqual("first asked", notInRoom, first.server());
        unlessEqual("accept: how it failed", "NOT_FOUND", first.result());
        unlessEqual("reject " + left.attempts(), "LEFT", left.outcome());
        unless(
                !left.attempts().getFirst().result().equals("SUCCEEDED"),
                "reject: the server that is not in the room failed: " + left.attempts());
    }

    private static void forbidden(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String room = WalkScenarios.sharedRoom(stage, version, "Forbidden v" + version);
        stage.shim()
                .addVia(bob, List.of(stage.bea().server().name(), alice.server().name()));
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        alice.ban(room, bob);
        unless(stage.bea().awaitMembership(room, bob, "ban", AcceptScenarios.SOON), "B knows of the ban");

        Outcome outcome = stage.vestibule().accept(room, bob);

        unless(List.of("FORBIDDEN", "RETRACTED").contains(outcome.outcome()), "outcome " + outcome);
        unlessEqual("servers asked", List.of(stage.bea().server().name()), outcome.servers());
        unlessEqual("errcode", "M_FORBIDDEN", outcome.attempts().getLast().errcode());
    }

    private static void oldEndpoints(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        String room = alice.createRoom(version, "Old v" + version);
        for (String user : List.of(bob, carol)) {
            alice.invite(room, user);
            stage.vestibule().awaitState(room, user, "INVITED");
        }
        stage.proxy(alice.server())
                .hide(request -> request.uri().contains("/v2/send_join/")
                        || request.uri().contains("/v2/send_leave/"));

        Outcome left = stage.vestibule().reject(room, carol, "no");
        Outcome joined = stage.vestibule().accept(room, bob);

        unlessEqual("reject " + left.attempts(), "LEFT", left.outcome());
        unlessEqual("accept " + joined.attempts(), "JOINED", joined.outcome());
    }
}
