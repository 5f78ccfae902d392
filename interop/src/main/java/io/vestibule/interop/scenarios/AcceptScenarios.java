package io.vestibule.interop.scenarios;

import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Import;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.suite.Vestibule.View;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Invites that are accepted. */
public final class AcceptScenarios {

    static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private AcceptScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "accept",
                        "a Synapse user invites ours, ours joins, the imported state is Synapse's",
                        Scenario.ALL_VERSIONS,
                        AcceptScenarios::accept),
                new Scenario(
                        "accept-at-once",
                        "accepting within milliseconds of the invite always joins",
                        Scenario.ALL_VERSIONS,
                        AcceptScenarios::acceptAtOnce));
    }

    private static void accept(Stage stage, String version) throws Exception {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        ObjectNode direct = SynapseUser.object();
        direct.put("is_direct", true);
        direct.putArray("invite").add(bob);
        String room = alice.createRoom(version, "Direct v" + version, direct);
        View invited = stage.vestibule().awaitState(room, bob, "INVITED");
        checkWhatClientsSee(invited, alice, "Direct v" + version);
        String avatar = "mxc://example.org/avatar";
        alice.state(room, "m.room.avatar", "", SynapseUser.object().put("url", avatar));
        Set<String> before = eventIds(alice.fullState(room));

        Outcome outcome = stage.vestibule().accept(room, bob);

        stage.figure("accept an invite", "Vestibule", outcome.took());
        unlessEqual("outcome " + outcome.detail() + outcome.attempts(), "JOINED", outcome.outcome());
        unless(alice.awaitMembership(room, bob, "join", SOON), "Synapse lists ours as joined");
        stage.vestibule().awaitState(room, bob, "JOINED");
        Import imported = stage.vestibule().imported(outcome.importId());
        unlessEqual("import", List.of(), imported.problems());
        unlessEqual("imported state, event by event", before, new TreeSet<>(imported.stateEventIds()));
        synapseDoesTheSame(stage, version);
    }

    private static void checkWhatClientsSee(View invited, SynapseUser alice, String name) throws Exception {
        unlessEqual("inviter", alice.id(), invited.sender());
        unless(
                JSON.readTree(invited.inviteJson())
                        .path("content")
                        .path("is_direct")
                        .asBoolean(),
                "is_direct is kept");
        unlessEqual("name", name, content(invited, "m.room.name").path("name").asText());
        unlessEqual(
                "topic",
                "what " + name + " is about",
                content(invited, "m.room.topic").path("topic").asText());
        unlessEqual(
                "join rule",
                "invite",
                content(invited, "m.room.join_rules").path("join_rule").asText());
        unless(!content(invited, "m.room.create").isMissingNode(), "the create event is shown");
        unless(!content(invited, "m.room.member").isMissingNode(), "the inviter's member event is shown");
    }

    private static JsonNode content(View view, String type) throws Exception {
        for (String entry : view.strippedState()) {
            JsonNode event = JSON.readTree(entry);
            if (event.path("type").asText().equals(type)) {
                return event.path("content");
            }
        }
        return JSON.missingNode();
    }

    static Set<String> eventIds(JsonNode state) {
        Set<String> ids = new TreeSet<>();
        state.forEach(event -> ids.add(event.path("event_id").asText()));
        return ids;
    }

    /** The same step between two Synapse servers, for comparison. */
    private static void synapseDoesTheSame(Stage stage, String version) {
        SynapseUser bea = stage.bea();
        String room = stage.alice().createRoom(version, "Between Synapses v" + version);
        stage.alice().invite(room, bea.id());
        unless(
                SynapseUser.Waiting.until(() -> bea.invitesInSync().has(room), SOON),
                "the other Synapse shows the invite");
        stage.timed("accept an invite", "Synapse", () -> {
            bea.join(room, stage.alice().server().name());
            return true;
        });
    }

    private static void acceptAtOnce(Stage stage, String version) {
        int times = version.equals("11") ? 100 : 10;
        String room = stage.alice().createRoom(version, "At once v" + version);
        for (int i = 0; i < times; i++) {
            String bob = stage.ours("quick");
            Thread invite = Thread.startVirtualThread(() -> stage.alice().invite(room, bob));
            stage.vestibule().awaitState(room, bob, "INVITED");

            Outcome outcome = stage.vestibule().accept(room, bob);

            unless(
                    Set.of("JOINED", "RESIDENT").contains(outcome.outcome()),
                    "time " + i + ": " + outcome.outcome() + " " + outcome.attempts());
            join(invite);
            unless(stage.alice().awaitMembership(room, bob, "join", SOON), "Synapse lists the user as joined");
            stage.shim().leaveElsewhere(room, bob, stage.alice().server().name());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
