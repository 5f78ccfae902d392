package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import io.vestibule.interop.suite.OurRoom;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Attempt;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.suite.Vestibule.Resident;
import io.vestibule.interop.synapse.PublishedKeys;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import io.vestibule.interop.synapse.SynapseUser.Waiting;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.wire.EventFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Users of Synapse are invited to rooms of ours. */
public final class OutboundScenarios {

    static final String V2 = "/v2/invite/";
    private static final String INVITE = "invite a user of another server";
    private static final String RETRACT = "take an invite back";
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutboundScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "invite-theirs",
                        "ours invites a Synapse user, with via; the countersignature is good; the user joins through us",
                        Scenario.ALL_VERSIONS,
                        OutboundScenarios::inviteTheirs),
                new Scenario(
                        "invite-theirs-v1",
                        "a server that knows no v2: v1 in room version 1, and in the others the outcome says so",
                        Scenario.ALL_VERSIONS,
                        OutboundScenarios::inviteTheirsByVersion1),
                new Scenario(
                        "retract-theirs",
                        "ours takes the invite back: Synapse's user is no longer shown it",
                        Scenario.ALL_VERSIONS,
                        OutboundScenarios::retractTheirs));
    }

    private static void inviteTheirs(Stage stage, String version) throws Exception {
        SynapseUser alice = stage.alice();
        OurRoom room = room(stage, version);
        CompletableFuture<String> sent = new CompletableFuture<>();
        stage.change(alice.server(), V2, room.id(), held -> {
            sent.complete(held.body());
            return held;
        });

        Outcome outcome = stage.vestibule().sendInvite(room.invite(alice.id()), residents(stage), SOON);

        stage.ours(INVITE, outcome.took());
        unlessEqual("outcome " + outcome.detail() + outcome.attempts(), "INVITED", outcome.outcome());
        checkEnvelope(stage, version, JSON.readTree(sent.get(1, TimeUnit.SECONDS)));
        checkCountersignature(outcome, alice.server(), version);
        unless(BetweenSynapses.shows(alice, room.id()), "Synapse shows the invite to its user");
        unlessEqual("the room's name as Synapse shows it", "Ours v" + version, shownName(alice, room.id()));
        room.take(outcome.eventJson());
        unlessEqual(
                "the user joins",
                "200 ",
                alice.tryJoin(room.id(), stage.vestibule().serverName()));
        unlessEqual("the membership here", "join", room.membership(alice.id()));
        unlessEqual(
                "the state at Synapse, event by event",
                room.stateEventIds(),
                AcceptScenarios.eventIds(alice.fullState(room.id())));
        String other = alice.createRoom(version, "Theirs v" + version);
        stage.synapses(INVITE, () -> alice.tryInvite(other, stage.bea().id()).startsWith("200"));
    }

    /** The via is chosen here: power first, then population, and no bare addresses, which a certificate rarely covers. */
    private static List<Resident> residents(Stage stage) {
        return List.of(
                new Resident(stage.bea().server().name(), 0, 3),
                new Resident("127.0.0.1:8448", 0, 1_000),
                new Resident(stage.vestibule().serverName(), 100, 1),
                new Resident(stage.cato().server().name(), 0, 10));
    }

    private static void checkEnvelope(Stage stage, String version, JsonNode body) {
        unlessEqual("room_version", version, body.path("room_version").asText());
        List<String> via = StreamSupport.stream(
                        body.path("org.matrix.msc4125.via").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        unlessEqual(
                "via",
                List.of(
                        stage.vestibule().serverName(),
                        stage.cato().server().name(),
                        stage.bea().server().name()),
                via);
        boolean created = StreamSupport.stream(body.path("invite_room_state").spliterator(), false)
                .anyMatch(entry -> entry.path("type").asText().equals("m.room.create") && entry.has("signatures"));
        unless(created, "the whole create event is in invite_room_state");
    }

    /** Judged by code that shares nothing with Vestibule, under the keys that Synapse publishes now. */
    private static void checkCountersignature(Outcome outcome, SynapseServer server, String version) {
        JsonObject event = new JsonObject(outcome.eventJson());
        EventFormat format = new EventFormat(RoomVersionId.of(version));
        unlessEqual("event ID", outcome.eventId(), format.idOf(event).value());
        ServerName name = ServerName.of(server.name());
        Map<String, String> keys = PublishedKeys.of(server);
        JsonObject signatures =
                event.getJsonObject("signatures", new JsonObject()).getJsonObject(name.value(), new JsonObject());
        unless(!signatures.isEmpty(), "the invited server's signature is in the merged event");
        for (String key : signatures.fieldNames()) {
            unless(
                    keys.containsKey(key) && format.verify(event, name, key, keys.get(key)),
                    "the countersignature under " + key + " is good");
        }
    }

    private static String shownName(SynapseUser user, String room) {
        for (JsonNode entry :
                user.invitesInSync().path(room).path("invite_state").path("events")) {
            if (entry.path("type").asText().equals("m.room.name")) {
                return entry.path("content").path("name").asText();
            }
        }
        return "";
    }

    private static void inviteTheirsByVersion1(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        OurRoom room = room(stage, version);
        Runnable show = stage.hide(alice.server(), V2, room.id());
        OurRoom.Draft invite = room.invite(alice.id());

        Outcome outcome = stage.vestibule().sendInvite(invite, List.of(), SOON);

        Attempt unknown = new Attempt(alice.server().name(), "INVITE", "NOT_FOUND", "M_UNRECOGNIZED");
        int askedByVersion1 = stage.requests("/v1/invite/", room.id()).size();
        if (version.equals("1")) {
            stage.ours("invite a user of a server that knows only v1", outcome.took());
            unlessEqual("outcome " + outcome.detail() + outcome.attempts(), "INVITED", outcome.outcome());
            Attempt known = new Attempt(alice.server().name(), "INVITE", "SUCCEEDED", "");
            unlessEqual("attempts", List.of(unknown, known), outcome.attempts());
            checkCountersignature(outcome, alice.server(), version);
            unless(BetweenSynapses.shows(alice, room.id()), "Synapse shows the invite to its user");
            unlessEqual("the room's name as Synapse shows it", "Ours v" + version, shownName(alice, room.id()));
            return;
        }
        unlessEqual("outcome " + outcome.attempts(), "INCOMPATIBLE_ROOM_VERSION", outcome.outcome());
        unlessEqual("attempts", List.of(unknown), outcome.attempts());
        unless(outcome.detail().contains("version 2 of the invite endpoint"), "it says why: " + outcome.detail());
        unlessEqual("requests by version 1", 0, askedByVersion1);
        show.run();
        unlessEqual(
                "once the server knows it",
                "INVITED",
                stage.vestibule().sendInvite(invite, List.of(), SOON).outcome());
    }

    private static void retractTheirs(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        OurRoom room = room(stage, version);
        invited(stage, room, alice.id());
        unless(BetweenSynapses.shows(alice, room.id()), "Synapse shows the invite to its user");
        OurRoom.Draft leave = room.withdraw(alice.id());
        long start = System.nanoTime();

        Outcome outcome = stage.vestibule().retractInvite(leave, SOON);

        unlessEqual("outcome " + outcome.attempts(), "RETRACTION_SENT", outcome.outcome());
        unlessEqual("complaint", "", outcome.detail());
        unless(isGone(alice, room.id()), "Synapse no longer shows the invite");
        stage.ours(RETRACT, Duration.ofNanos(System.nanoTime() - start));
        String other = BetweenSynapses.invited(stage, version, stage.bea());
        stage.synapses(RETRACT, () -> {
            alice.kick(other, stage.bea().id());
            return isGone(stage.bea(), other);
        });
    }

    private static boolean isGone(SynapseUser user, String room) {
        return Waiting.until(() -> !user.invitesInSync().has(room), SOON);
    }

    static OurRoom room(Stage stage, String version) {
        return stage.shim().createRoom(version, stage.ours("olga"), "Ours v" + version);
    }

    /**
     * Invites, and takes the merged event into the room.
     *
     * @return the event with both signatures
     */
    static String invited(Stage stage, OurRoom room, String user) {
        Outcome outcome = stage.vestibule().sendInvite(room.invite(user), List.of(), SOON);
        unlessEqual("invite " + outcome.detail() + outcome.attempts(), "INVITED", outcome.outcome());
        room.take(outcome.eventJson());
        return outcome.eventJson();
    }
}
