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
import io.vestibule.interop.synapse.AppserviceUser;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Rooms of special kinds. */
public final class RoomScenarios {

    private static final int MEMBERS = 2_000;

    private static final String RESTRICTED = "accept an invite to a restricted room";
    private static final String LARGE = "join a room of 2,000 members";
    private static final String OMITTING = "join it with members left out";
    private static final Map<SynapseServer, List<AppserviceUser>> CROWDS = new ConcurrentHashMap<>();

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
                        Scenario.ALL_VERSIONS,
                        RoomScenarios::largeRoom));
    }

    private static void restricted(Stage stage, String version) {
        String bob = stage.ours("bob");
        String room = restrictedRoom(stage, version);
        stage.alice().invite(room, bob);
        stage.vestibule().awaitState(room, bob, "INVITED");

        Outcome outcome = stage.accept(room, bob);

        stage.ours(RESTRICTED, outcome.took());
        unlessEqual("outcome " + outcome.attempts(), "JOINED", outcome.outcome());
        unless(stage.alice().awaitMembership(room, bob, "join", SOON), "Synapse lists ours as joined");
        String other = restrictedRoom(stage, version);
        BetweenSynapses.invite(stage.alice(), other, stage.bea());
        stage.synapses(RESTRICTED, () -> BetweenSynapses.joins(stage.bea(), other, stage.alice()));
    }

    private static String restrictedRoom(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String space = alice.createRoom(version, "Space v" + version);
        String room = alice.createRoom(version, "Restricted v" + version);
        ObjectNode rule = SynapseUser.object().put("join_rule", "restricted");
        rule.putArray("allow").addObject().put("type", "m.room_membership").put("room_id", space);
        alice.state(room, "m.room.join_rules", "", rule);
        return room;
    }

    private static void largeRoom(Stage stage, String version) {
        int home = Scenario.ALL_VERSIONS.indexOf(version) * 3 / Scenario.ALL_VERSIONS.size();
        SynapseUser host = stage.person("host", home);
        String room = filledRoom(host, version);
        String bob = stage.ours("bob");
        String carol = stage.ours("carol");
        host.invite(room, bob);
        host.invite(room, carol);
        stage.vestibule().awaitState(room, bob, "INVITED");
        stage.vestibule().awaitState(room, carol, "INVITED");
        TreeSet<String> before = new TreeSet<>(eventIds(host.fullState(room)));

        Outcome whole = stage.accept(room, bob);

        stage.ours(LARGE, whole.took());
        unlessEqual("outcome " + whole.attempts(), "JOINED", whole.outcome());
        Import all = stage.vestibule().imported(whole.importId());
        unlessEqual("members omitted", false, all.membersOmitted());
        unless(before.size() > MEMBERS, "it is a large room: " + before.size());
        unlessEqual("imported state, event by event", before, new TreeSet<>(all.stateEventIds()));
        stage.shim().leaveElsewhere(room, bob, host.server().name());
        stage.vestibule().awaitState(room, bob, "LEFT");
        withoutMembers(stage, room, carol);
        SynapseUser guest = stage.person("guest", (home + 1) % 3);
        BetweenSynapses.invite(host, room, guest);
        stage.synapses(OMITTING, () -> BetweenSynapses.joins(guest, room, host));
    }

    /** Synapse itself always joins like this. */
    private static void withoutMembers(Stage stage, String room, String carol) {
        Outcome partial = stage.acceptOmittingMembers(room, carol);

        stage.ours(OMITTING, partial.took());
        unlessEqual("outcome " + partial.attempts(), "JOINED", partial.outcome());
        Import some = stage.vestibule().imported(partial.importId());
        unless(some.membersOmitted(), "Synapse left members out");
        unless(
                some.stateEventIds().size() < MEMBERS / 10,
                "few events came: " + some.stateEventIds().size());
    }

    /** @return a new room with the host and 2,000 members, users of an application service at the host's server */
    private static String filledRoom(SynapseUser host, String version) {
        String room = host.createRoom(
                version, "Large v" + version, SynapseUser.object().put("preset", "public_chat"));
        List<AppserviceUser> members = CROWDS.computeIfAbsent(
                host.server(),
                server -> IntStream.range(0, MEMBERS)
                        .mapToObj(i -> AppserviceUser.register(server, server.crowdToken(), "as_member_" + i))
                        .toList());
        members.forEach(member -> member.join(room));
        return room;
    }
}
