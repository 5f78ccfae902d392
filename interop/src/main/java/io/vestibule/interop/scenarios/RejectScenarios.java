package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.interop.proxy.FederationProxy.Mode;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.suite.Vestibule.View;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Invites that are rejected, withdrawn or forbidden. */
public final class RejectScenarios {

    private RejectScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "reject",
                        "ours rejects with a reason, Synapse shows the leave with it",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::reject),
                new Scenario(
                        "retract",
                        "the inviter kicks before the answer: retracted here",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::retract),
                new Scenario(
                        "retract-by-another",
                        "a moderator who is not the inviter kicks: the invite stands here",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::retractByAnother),
                new Scenario(
                        "banned",
                        "the inviter bans and tells nobody: accept hears 403 and the outcome says so",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::banned),
                new Scenario(
                        "reject-while-down",
                        "all servers down: rejected here at once, in the room once a server is back",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::rejectWhileDown),
                new Scenario(
                        "accept-while-down",
                        "all servers down: accept fails server by server and the invite stands",
                        Scenario.ALL_VERSIONS,
                        RejectScenarios::acceptWhileDown));
    }

    private static void reject(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Reject v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");

        Outcome outcome = stage.vestibule().reject(room, bob, "not today");

        stage.figure("reject an invite", "Vestibule", outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "LEFT", outcome.outcome());
        unless(stage.alice().awaitMembership(room, bob, "leave", SOON), "Synapse shows leave");
        JsonNode member = stage.alice().stateContent(room, "m.room.member", bob);
        unlessEqual(
                "reason",
                "not today",
                member == null ? "" : member.path("reason").asText());
        View left = stage.vestibule().awaitState(room, bob, "LEFT");
        unless(!left.outOfBand(), "the leave is the room's, not ours alone");
        synapseDoesTheSame(stage, version);
    }

    private static void synapseDoesTheSame(Stage stage, String version) {
        SynapseUser bea = stage.bea();
        String room = stage.alice().createRoom(version, "Between Synapses v" + version);
        stage.alice().invite(room, bea.id());
        unless(
                SynapseUser.Waiting.until(() -> bea.invitesInSync().has(room), SOON),
                "the other Synapse shows the invite");
        stage.timed("reject an invite", "Synapse", () -> {
            bea.leave(room);
            return true;
        });
    }

    private static void retract(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Retract v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");

        stage.alice().kick(room, bob);

        stage.vestibule().awaitState(room, bob, "RETRACTED");
        String outcome = stage.vestibule().accept(room, bob).outcome();
        unless(Set.of("NOT_INVITED", "RETRACTED").contains(outcome), "accept after it: " + outcome);
    }

    private static void retractByAnother(Stage stage, String version) {
        String bob = stage.ours("bob");
        SynapseUser bea = stage.bea();
        String room = stage.alice().createRoom(version, "Moderated v" + version);
        stage.alice().invite(room, bea.id());
        bea.join(room, stage.alice().server().name());
        Moderation.promote(stage.alice(), room, bea.id());
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        int before = stage.shim().transactionsSeen(room);

        bea.kick(room, bob);

        SynapseUser.Waiting.until(() -> stage.shim().transactionsSeen(room) > before, Duration.ofSeconds(3));
        View view = stage.vestibule().await(room, bob, v -> true, SOON);
        unlessEqual("the invite stands", "INVITED", view.state());
    }

    private static void banned(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Ban v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.alice().ban(room, bob);

        Outcome outcome = stage.vestibule().accept(room, bob);

        unless(
                Set.of("FORBIDDEN", "RETRACTED", "NOT_INVITED").contains(outcome.outcome()),
                "outcome " + outcome.outcome() + " " + outcome.attempts());
        if (outcome.outcome().equals("FORBIDDEN")) {
            unlessEqual("refused by", stage.alice().server().name(), outcome.refusedBy());
        }
        stage.alice().unban(room, bob);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unlessEqual("after unban", "JOINED", stage.vestibule().accept(room, bob).outcome());
    }

    private static void rejectWhileDown(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Down v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.proxy(stage.alice().server()).mode(Mode.REFUSE);

        Outcome outcome = stage.vestibule().reject(room, bob, "gone");

        stage.figure("reject while every server is down", "Vestibule", outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "LEFT_LOCALLY", outcome.outcome());
        View left = stage.vestibule().awaitState(room, bob, "LEFT");
        unless(left.outOfBand() && left.remoteLeavePending(), "the room is still to be told");
        stage.proxy(stage.alice().server()).mode(Mode.FORWARD);
        long back = System.nanoTime();
        unless(
                stage.alice().awaitMembership(room, bob, "leave", Duration.ofSeconds(60)),
                "the room shows the leave once the server is back");
        stage.figure(
                "the room shows it after the server is back", "Vestibule", Duration.ofNanos(System.nanoTime() - back));
        stage.vestibule().await(room, bob, v -> !v.remoteLeavePending(), SOON);
        if (version.equals("11")) {
            synapseRejectsWhileDown(stage, version);
        }
    }

    /** Synapse tells its client at once too, and never tells the room: measured for as long as we took, and then some. */
    private static void synapseRejectsWhileDown(Stage stage, String version) {
        SynapseUser bea = stage.bea();
        String room = stage.alice().createRoom(version, "Down between Synapses v" + version);
        stage.alice().invite(room, bea.id());
        unless(
                SynapseUser.Waiting.until(() -> bea.invitesInSync().has(room), SOON),
                "the other Synapse shows the invite");
        stage.proxy(stage.alice().server()).mode(Mode.REFUSE);
        stage.timed("reject while every server is down", "Synapse", () -> {
            bea.leave(room);
            return true;
        });
        stage.proxy(stage.alice().server()).mode(Mode.FORWARD);
        boolean told = stage.timed(
                "the room shows it after the server is back",
                "Synapse",
                () -> stage.alice().awaitMembership(room, bea.id(), "leave", Duration.ofSeconds(60)));
        stage.note(told ? "Synapse told the room" : "Synapse had not told the room when the minute was over");
    }

    private static void acceptWhileDown(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Down v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.proxy(stage.alice().server()).mode(Mode.REFUSE);

        Outcome outcome = stage.vestibule().accept(room, bob);

        unlessEqual("outcome " + outcome.attempts(), "NO_SERVER_REACHABLE", outcome.outcome());
        unlessEqual("server asked", List.of(stage.alice().server().name()), outcome.servers());
        unlessEqual("why", "UNREACHABLE", outcome.attempts().getFirst().result());
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.proxy(stage.alice().server()).mode(Mode.FORWARD);
        unlessEqual(
                "once it is back", "JOINED", stage.vestibule().accept(room, bob).outcome());
    }
}
