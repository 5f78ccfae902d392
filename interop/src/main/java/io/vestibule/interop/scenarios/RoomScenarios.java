package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.scenarios.AcceptScenarios.eventIds;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Import;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.util.List;
import java.util.TreeSet;

/** Rooms of special kinds. */
public final class RoomScenarios {

    private static final int MEMBERS = 2_000;

    private RoomScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "restricted",
                        "an invite to a restricted room needs no authorising user",
                        List.of("9", "10", "11", "12"),
                        RoomScenarios::restricted),
                new Scenario(
                        "large-room",
                        "a room with 2,000 members, all of its state imported, and with members left out",
                        List.of("11"),
                        RoomScenarios::largeRoom));
    }

    private static void restricted(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        String space = alice.createRoom(version, "Space v" + version);
        String room = alice.createRoom(version, "Restricted v" + version);
        ObjectNode rule = SynapseUser.object().put("join_rule", "restricted");
        rule.putArray("allow").addObject().put("type", "m.room_membership").put("room_id", space);
        alice.state(room, "m.room.join_rules", "", rule);
        alice.invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");

        Outcome outcome = stage.vestibule().accept(room, bob);

        unlessEqual("outcome " + outcome.attempts(), "JOINED", outcome.outcome());
        unless(alice.awaitMembership(room, bob, "join", SOON), "Synapse lists ours as joined");
    }

    private static void largeRoom(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        SynapseServer server = alice.server();
        ObjectNode open = SynapseUser.object().put("preset", "public_chat");
        String room = alice.createRoom(version, "Large v" + version, open);
        for (int i = 0; i < MEMBERS; i++) {
            String member = SynapseUser.registerForAppservice(server, "as_member_" + i);
            SynapseUser.joinAsAppservice(server, member, room);
        }
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        alice.invite(room, bob);
        alice.invite(room, carol);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.vestibule().awaitState(room, carol, "INVITED");
        TreeSet<String> before = new TreeSet<>(eventIds(alice.fullState(room)));

        Outcome whole = stage.vestibule().accept(room, bob);

        stage.figure("join a room of 2,000 members", "Vestibule", whole.took());
        unlessEqual("outcome " + whole.attempts(), "JOINED", whole.outcome());
        Import all = stage.vestibule().imported(whole.importId());
        unlessEqual("import", List.of(), all.problems());
        unlessEqual("members omitted", false, all.membersOmitted());
        unlessEqual("imported state, event by event", before, new TreeSet<>(all.stateEventIds()));

        stage.shim().leaveElsewhere(room, bob, server.name());
        Outcome partial = stage.vestibule().acceptOmittingMembers(room, carol);

        stage.figure("join it with members left out", "Vestibule", partial.took());
        unlessEqual("outcome " + partial.attempts(), "JOINED", partial.outcome());
        Import some = stage.vestibule().imported(partial.importId());
        unlessEqual("import", List.of(), some.problems());
        unless(some.membersOmitted(), "Synapse left members out");
        unless(
                some.stateEventIds().size() < MEMBERS / 10,
                "few events came: " + some.stateEventIds().size());
    }
}
