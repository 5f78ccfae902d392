package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.AFTER_ITS_RETRIES;
import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vestibule.interop.proxy.FederationProxy.Mode;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.suite.Vestibule.View;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.List;

/** Invites that come again, and memberships that change elsewhere. */
public final class HistoryScenarios {

    private static final List<String> KNOCKING = List.of("9", "10", "11", "12");

    private static final String HISTORY = "invite, reject, invite, join, leave, invite, join";
    private static final String AFTER_KNOCK = "accept the answer to a knock";

    private HistoryScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "again-and-again",
                        "invite, reject, invite, join, leave elsewhere, invite again",
                        Scenario.ALL_VERSIONS,
                        HistoryScenarios::againAndAgain),
                new Scenario(
                        "joined-elsewhere",
                        "reject while all are down, join by alias elsewhere, servers back: nobody is thrown out",
                        Scenario.ALL_VERSIONS,
                        HistoryScenarios::joinedElsewhere),
                new Scenario(
                        "knock-then-invite",
                        "a knock is answered by an invite",
                        KNOCKING,
                        HistoryScenarios::knockThenInvite));
    }

    private static void againAndAgain(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String room = alice.createRoom(version, "Again v" + version);
        long start = System.nanoTime();
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        unlessEqual(
                "reject", "LEFT", stage.vestibule().reject(room, bob, "later").outcome());

        alice.invite(room, bob);
        View second = stage.vestibule().awaitState(room, bob, "INVITED");
        unlessEqual("join", "JOINED", stage.accept(room, bob).outcome());
        stage.shim().leaveElsewhere(room, bob, alice.server().name());
        unless(alice.awaitMembership(room, bob, "leave", SOON), "the homeserver's own leave arrived");

        alice.invite(room, bob);
        View third = stage.vestibule()
                .await(
                        room,
                        bob,
                        view -> view.state().equals("INVITED")
                                && !view.inviteEventId().equals(second.inviteEventId()),
                        SOON);
        unless(!third.inviteEventId().isEmpty(), "the third invite is shown");
        unlessEqual("join again", "JOINED", stage.accept(room, bob).outcome());
        stage.ours(HISTORY, Duration.ofNanos(System.nanoTime() - start));
        stage.synapses(HISTORY, () -> synapsesHistory(stage, version));
    }

    private static boolean synapsesHistory(Stage stage, String version) {
        SynapseUser bea = stage.bea();
        String room = BetweenSynapses.invited(stage, version, bea);
        bea.leave(room);
        unless(stage.alice().awaitMembership(room, bea.id(), "leave", SOON), "the leave arrived");
        BetweenSynapses.invite(stage.alice(), room, bea);
        bea.join(room, stage.alice().server().name());
        bea.leave(room);
        unless(stage.alice().awaitMembership(room, bea.id(), "leave", SOON), "the second leave arrived");
        BetweenSynapses.invite(stage.alice(), room, bea);
        return BetweenSynapses.joins(bea, room, stage.alice());
    }

    private static void joinedElsewhere(Stage stage, String version) throws InterruptedException {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String room = WalkScenarios.sharedRoom(stage, version, "Elsewhere v" + version);
        alice.state(room, "m.room.join_rules", "", SynapseUser.object().put("join_rule", "public"));
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.down(alice.server(), Mode.REFUSE);
        unlessEqual(
                "reject",
                "LEFT_LOCALLY",
                stage.vestibule().reject(room, bob, "no").outcome());

        stage.shim().joinElsewhere(room, bob, stage.bea().server().name());
        unless(stage.bea().awaitMembership(room, bob, "join", SOON), "joined by alias through B");
        stage.up(alice.server());

        stage.vestibule().await(room, bob, view -> !view.remoteLeavePending(), Duration.ofSeconds(60));
        unlessEqual("still in the room", "join", stage.bea().membership(room, bob));
        unless(alice.awaitMembership(room, bob, "join", AFTER_ITS_RETRIES), "joined at A too");
    }

    private static void knockThenInvite(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String room = alice.createRoom(version, "Knock v" + version);
        alice.state(room, "m.room.join_rules", "", SynapseUser.object().put("join_rule", "knock"));
        stage.shim().knockElsewhere(room, bob, alice.server().name());
        unless(alice.awaitMembership(room, bob, "knock", SOON), "Synapse shows the knock");

        alice.invite(room, bob);

        stage.vestibule().awaitState(room, bob, "INVITED");
        Outcome joined = stage.accept(room, bob);
        stage.ours(AFTER_KNOCK, joined.took());
        unlessEqual("join", "JOINED", joined.outcome());
        unless(alice.awaitMembership(room, bob, "join", SOON), "Synapse lists ours as joined");
        synapseKnocks(stage, version);
    }

    private static void synapseKnocks(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        SynapseUser bea = stage.bea();
        String room = alice.createRoom(version, "Knock between Synapses v" + version);
        alice.state(room, "m.room.join_rules", "", SynapseUser.object().put("join_rule", "knock"));
        bea.knock(room, alice.server().name());
        BetweenSynapses.invite(alice, room, bea);
        stage.synapses(AFTER_KNOCK, () -> BetweenSynapses.joins(bea, room, alice));
    }
}
