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

    static final Duration SOON = Duration.ofSeconds(30);

    /**
     * For what one Synapse tells another that was down, now or in a scene before. It repeats its transactions after 4, 16 and then
     * 60 seconds, each up to 1.4 times as long.
     */
    static final Duration AFTER_ITS_RETRIES = Duration.ofSeconds(150);

    private static final String ACCEPT = "accept an invite";
    private static final String AT_ONCE = "accept the moment the invite is shown";
    private static final String AVATAR = "mxc://example.org/avatar";
    private static final int TIMES = 100;
    private static final int TIMES_OF_SYNAPSE = 3;
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
                        "accepting within milliseconds of the invite, a hundred times, always joins",
                        Scenario.ALL_VERSIONS,
                        AcceptScenarios::acceptAtOnce));
    }

    private static void accept(Stage stage, String version) throws Exception {
        SynapseUser alice = stage.alice();
        String bob = stage.ours("bob");
        ObjectNode direct = SynapseUser.object();
        direct.put("is_direct", true);
        direct.putArray("invite").add(bob);
        ObjectNode avatar = direct.putArray("initial_state").addObject().put("type", "m.room.avatar");
        avatar.put("state_key", "").putObject("content").put("url", AVATAR);
        String room = alice.createRoom(version, "Direct v" + version, direct);
        View invited = stage.vestibule().awaitState(room, bob, "INVITED");
        checkWhatClientsSee(invited, alice, "Direct v" + version);
        Set<String> before = eventIds(alice.fullState(room));

        Outcome outcome = stage.accept(room, bob);

        stage.ours(ACCEPT, outcome.took());
        unlessEqual("outcome " + outcome.detail() + outcome.attempts(), "JOINED", outcome.outcome());
        unless(alice.awaitMembership(room, bob, "join", SOON), "Synapse lists ours as joined");
        stage.vestibule().awaitState(room, bob, "JOINED");
        Import imported = stage.vestibule().imported(outcome.importId());
        unlessEqual("imported state, event by event", before, new TreeSet<>(imported.stateEventIds()));
        theRoomGoesOn(stage, room);
        BetweenSynapses.accept(stage, version, ACCEPT);
    }

    /** What happens in the room from now on reaches the homeserver, and no longer Vestibule. */
    private static void theRoomGoesOn(Stage stage, String room) {
        int before = stage.shim().pdusApplied(room);
        stage.alice().state(room, "m.room.topic", "", SynapseUser.object().put("topic", "goes on"));
        unless(
                SynapseUser.Waiting.until(() -> stage.shim().pdusApplied(room) > before, SOON),
                "the homeserver takes in what happens in the room");
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
                "avatar", AVATAR, content(invited, "m.room.avatar").path("url").asText());
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

    private static void acceptAtOnce(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        String room = alice.createRoom(version, "At once v" + version);
        for (int i = 0; i < TIMES; i++) {
            String bob = stage.ours("quick");
            Thread invite = Thread.startVirtualThread(() -> alice.invite(room, bob));
            stage.vestibule().awaitState(room, bob, "INVITED");

            Outcome outcome = stage.accept(room, bob);

            stage.ours(AT_ONCE, outcome.took());
            unlessEqual("time " + i + " " + outcome.attempts(), "JOINED", outcome.outcome());
            join(invite);
            unless(alice.awaitMembership(room, bob, "join", SOON), "Synapse lists the user as joined");
            stage.shim().leaveElsewhere(room, bob, alice.server().name());
            stage.vestibule().awaitState(room, bob, "LEFT");
        }
        for (int i = 0; i < TIMES_OF_SYNAPSE; i++) {
            BetweenSynapses.accept(stage, version, AT_ONCE);
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
