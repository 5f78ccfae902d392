package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.interop.suite.OurRoom;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.synapse.AppserviceUser;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import io.vestibule.interop.synapse.SynapseUser.Waiting;
import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Users of application services are invited, on both sides. */
public final class BridgeScenarios {

    private static final String HEARS = "an application service hears of an invite";

    private BridgeScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "bridge-theirs",
                        "ours invites a user of Synapse's application service, which hears of it and joins",
                        Scenario.ALL_VERSIONS,
                        BridgeScenarios::theirs),
                new Scenario(
                        "bridge-ours",
                        "a Synapse user invites one of our application service's: it hears of invite and join",
                        Scenario.ALL_VERSIONS,
                        BridgeScenarios::ours));
    }

    private static void theirs(Stage stage, String version) {
        SynapseServer a = stage.alice().server();
        AppserviceUser gus = bridged(a);
        OurRoom room = OutboundScenarios.room(stage, version);

        OutboundScenarios.invited(stage, room, gus.id());

        ScriptedAppservice bridge = stage.bridges().theirs();
        unless(hears(bridge, room.id(), 1), "Synapse tells its application service");
        JsonObject heard = events(bridge, room.id()).getFirst();
        unlessEqual("membership", "invite", membership(heard));
        unlessEqual("state key", gus.id(), heard.getString("state_key"));
        unlessEqual("the room's name as the service is told", "Ours v" + version, name(heard));
        gus.join(room.id());
        unlessEqual("the membership here", "join", room.membership(gus.id()));
    }

    private static void ours(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        ScriptedAppservice bridge = stage.bridges().ours();
        String gus = stage.ours("bridge_gus");
        bridge.addUser(gus);
        String room = alice.createRoom(version, "Bridged v" + version);
        long start = System.nanoTime();

        alice.invite(room, gus);

        unless(hears(bridge, room, 1), "our application service hears of the invite");
        stage.ours(HEARS, Duration.ofNanos(System.nanoTime() - start));
        unlessEqual(
                "the room's name as the service is told",
                "Bridged v" + version,
                name(events(bridge, room).getFirst()));
        stage.vestibule().awaitState(room, gus, "INVITED");
        unlessEqual("accept", "JOINED", stage.accept(room, gus).outcome());
        unless(hears(bridge, room, 2), "our application service hears of the join");
        unlessEqual(
                "what it heard",
                List.of("invite", "join"),
                events(bridge, room).stream().map(BridgeScenarios::membership).toList());
        unlessEqual(
                "what is wrong with the transactions",
                List.of(),
                TransactionChecker.problems(bridge.hsToken(), transactions(bridge, room)));
        synapses(stage, version);
    }

    private static void synapses(Stage stage, String version) {
        AppserviceUser guest = bridged(stage.bea().server());
        String room = stage.alice().createRoom(version, "Bridged between Synapses v" + version);
        stage.synapses(HEARS, () -> {
            stage.alice().invite(room, guest.id());
            return hears(stage.bridges().theirs(), room, 1);
        });
    }

    private static AppserviceUser bridged(SynapseServer server) {
        String localpart = "bridge_gus-" + UUID.randomUUID().toString().substring(0, 8);
        return AppserviceUser.register(server, server.bridgeToken(), localpart);
    }

    private static boolean hears(ScriptedAppservice bridge, String room, int events) {
        return Waiting.until(() -> events(bridge, room).size() >= events, SOON);
    }

    private static List<AppserviceRequest> transactions(ScriptedAppservice bridge, String room) {
        return bridge.taken().stream()
                .filter(request -> request.body().contains(room))
                .toList();
    }

    private static List<JsonObject> events(ScriptedAppservice bridge, String room) {
        return transactions(bridge, room).stream()
                .flatMap(transaction -> transaction.events().stream())
                .filter(event -> room.equals(event.getString("room_id")))
                .toList();
    }

    private static String membership(JsonObject event) {
        return event.getJsonObject("content").getString("membership", "");
    }

    private static String name(JsonObject invite) {
        JsonArray state =
                invite.getJsonObject("unsigned", new JsonObject()).getJsonArray("invite_room_state", new JsonArray());
        for (int i = 0; i < state.size(); i++) {
            JsonObject entry = state.getJsonObject(i);
            if (entry.getString("type", "").equals("m.room.name")) {
                return entry.getJsonObject("content").getString("name", "");
            }
        }
        return "";
    }
}
