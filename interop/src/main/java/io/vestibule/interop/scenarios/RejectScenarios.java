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

    private static final String REJECT = "reject an invite";
    private static final String RETRACT = "see that the inviter took it back";
    private static final String REJECT_DOWN = "reject while every server is down";
    private static final String TOLD = "the room shows it after the server is back";
    private static final String ACCEPT_DOWN = "hear that every server is down";
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);
    /** For how long after our own leave has arrived Synapse is watched. */
    private static final Duration LONGER = Duration.ofSeconds(15);

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

        stage.ours(REJECT, outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "LEFT", outcome.outcome());
        unless(stage.alice().awaitMembership(room, bob, "leave", SOON), "Synapse shows leave");
        JsonNode member = stage.alice().stateContent(room, "m.room.member", bob);
        unlessEqual(
                "reason",
                "not today",
                member == null ? "" : member.path("reason").asText());
        View left = stage.vestibule().awaitState(room, bob, "LEFT");
        unless(!left.outOfBand(), "the leave is the room's, not ours alone");
        SynapseUser bea = stage.bea();
        String other = BetweenSynapses.invited(stage, version, bea);
        stage.synapses(REJECT, () -> {
            bea.leave(other);
            return BetweenSynapses.roomTells(stage.alice(), other, bea.id(), "leave", SOON);
        });
    }

    private static void retract(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Retract v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");

        long start = System.nanoTime();
        stage.alice().kick(room, bob);

        stage.vestibule().awaitState(room, bob, "RETRACTED");
        stage.ours(RETRACT, Duration.ofNanos(System.nanoTime() - start));
        String outcome = stage.accept(room, bob).outcome();
        unless(Set.of("NOT_INVITED", "RETRACTED").contains(outcome), "accept after it: " + outcome);
        SynapseUser bea = stage.bea();
        String other = BetweenSynapses.invited(stage, version, bea);
        stage.synapses(RETRACT, () -> {
            stage.alice().kick(other, bea.id());
            return SynapseUser.Waiting.until(() -> !bea.invitesInSync().has(other), SOON);
        });
    }

    private static void retractByAnother(Stage stage, String version) {
        String bob = stage.ours("bob");
        SynapseUser bea = stage.bea();
        String room = stage.alice().createRoom(version, "Moderated v" + version);
        BetweenSynapses.invite(stage.alice(), room, bea);
        bea.join(room, stage.alice().server().name());
        Moderation.promote(stage.alice(), room, bea.id());
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unless(bea.awaitMembership(room, bob, "invite", SOON), "B knows of the invite");
        int before = stage.shim().pdusSeen(room);

        bea.kick(room, bob);

        SynapseUser.Waiting.until(() -> stage.shim().pdusSeen(room) > before, Duration.ofSeconds(2));
        View view = stage.vestibule().await(room, bob, v -> true, SOON);
        unlessEqual("the invite stands", "INVITED", view.state());
    }

    private static void banned(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = stage.alice().createRoom(version, "Ban v" + version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.alice().ban(room, bob);

        Outcome outcome = stage.accept(room, bob);

        stage.ours("hear of a ban by accepting", outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "FORBIDDEN", outcome.outcome());
        unlessEqual("refused by", stage.alice().server().name(), outcome.refusedBy());
        stage.alice().unban(room, bob);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unlessEqual("after unban", "JOINED", stage.accept(room, bob).outcome());
        SynapseUser bea = stage.bea();
        String other = BetweenSynapses.invited(stage, version, bea);
        stage.alice().ban(other, bea.id());
        stage.synapses("hear of a ban by accepting", () -> {
            String answer = bea.tryJoin(other, stage.alice().server().name());
            unlessEqual("Synapse's answer to its client", "403 M_FORBIDDEN", answer);
            return true;
        });
    }

    private static void rejectWhileDown(Stage stage, String version) throws InterruptedException {
        SynapseUser alice = stage.alice();
        SynapseUser bea = stage.bea();
        String bob = stage.ours("bob");
        String room = alice.createRoom(version, "Down v" + version);
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        String other = BetweenSynapses.invited(stage, version, bea);
        stage.down(alice.server(), Mode.REFUSE);

        Outcome outcome = stage.vestibule().reject(room, bob, "gone");

        stage.ours(REJECT_DOWN, outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "LEFT_LOCALLY", outcome.outcome());
        View left = stage.vestibule().awaitState(room, bob, "LEFT");
        unless(left.outOfBand() && left.remoteLeavePending(), "the room is still to be told");
        stage.synapses(REJECT_DOWN, () -> {
            bea.leave(other);
            return SynapseUser.Waiting.until(() -> !bea.invitesInSync().has(other), SOON);
        });
        stage.up(alice.server());
        long back = System.nanoTime();
        unless(alice.awaitMembership(room, bob, "leave", TOLD_WITHIN), "the room shows the leave once A is back");
        stage.ours(TOLD, Duration.ofNanos(System.nanoTime() - back));
        stage.vestibule().await(room, bob, v -> !v.remoteLeavePending(), SOON);
        boolean told =
                stage.synapses(TOLD, back, () -> BetweenSynapses.roomTells(alice, other, bea.id(), "leave", LONGER));
        if (told) {
            stage.note("Synapse told the room");
        }
    }

    private static void acceptWhileDown(Stage stage, String version) throws InterruptedException {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String room = alice.createRoom(version, "Down v" + version);
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        String other = BetweenSynapses.invited(stage, version, stage.bea());
        stage.down(alice.server(), Mode.REFUSE);

        Outcome outcome = stage.accept(room, bob);

        stage.ours(ACCEPT_DOWN, outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "NO_SERVER_REACHABLE", outcome.outcome());
        unlessEqual("server asked", List.of(alice.server().name()), outcome.servers());
        unlessEqual("why", "UNREACHABLE", outcome.attempts().getFirst().result());
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.synapses(ACCEPT_DOWN, () -> !BetweenSynapses.joins(stage.bea(), other, alice));
        stage.up(alice.server());
        unlessEqual("once it is back", "JOINED", stage.accept(room, bob).outcome());
    }
}
