package io.vestibule.interop.scenarios;

import static io.vestibule.interop.scenarios.AcceptScenarios.SOON;
import static io.vestibule.interop.suite.Unmet.unless;
import static io.vestibule.interop.suite.Unmet.unlessEqual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.proxy.FederationProxy.Action;
import io.vestibule.interop.suite.OurRoom;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.suite.Vestibule.Attempt;
import io.vestibule.interop.suite.Vestibule.Outcome;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import java.time.Duration;
import java.util.List;

/** What Synapse answers to invites and retractions of ours that it will not take, and how the outcome names it. */
public final class RefusalScenarios {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RefusalScenarios() {}

    /** @return the scenarios of this theme */
    public static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "invite-refused",
                        "a blocked room, a user who takes no invites, an unsupported version, an unknown room: named by the outcome",
                        Scenario.ALL_VERSIONS,
                        RefusalScenarios::inviteRefused),
                new Scenario(
                        "invite-denied",
                        "the room's ACL denies us at Synapse: 403 of an invite and the complaint about a retraction, named",
                        Scenario.ALL_VERSIONS,
                        RefusalScenarios::denied),
                new Scenario(
                        "not-us",
                        "401 to an invite and to a retraction: tried again by the clock until it is taken",
                        Scenario.ALL_VERSIONS,
                        RefusalScenarios::notUs),
                new Scenario(
                        "wrong-name",
                        "a name that leads to a server of another name: its keys do not count, its 401 is named",
                        Scenario.ALL_VERSIONS,
                        RefusalScenarios::wrongName));
    }

    private static void inviteRefused(Stage stage, String version) throws Exception {
        SynapseUser alice = stage.alice();
        SynapseServer a = alice.server();
        OurRoom room = OutboundScenarios.room(stage, version);
        stage.change(a, OutboundScenarios.V2, room.id(), changed(stage, a, "room_version", "99"));

        Outcome unsupported = send(stage, room, alice);

        named(unsupported, "INCOMPATIBLE_ROOM_VERSION");
        only(unsupported, new Attempt(a.name(), "INVITE", "INCOMPATIBLE_VERSION", "M_UNSUPPORTED_ROOM_VERSION"));
        alice.block(room.id());

        Outcome blocked = send(stage, room, alice);

        named(blocked, "REFUSED");
        only(blocked, new Attempt(a.name(), "INVITE", "REFUSED", "M_UNKNOWN"));
        unless(blocked.detail().contains("blocked on this server"), "in Synapse's words: " + blocked.detail());
        SynapseUser bea = stage.bea();
        bea.accountData("m.invite_permission_config", SynapseUser.object().put("default_action", "block"));

        Outcome unwanted = send(stage, room, bea);

        named(unwanted, "INVITE_BLOCKED");
        only(unwanted, new Attempt(bea.server().name(), "INVITE", "REFUSED", "M_INVITE_BLOCKED"));

        Outcome unknown = stage.vestibule().retractInvite(room.withdraw(bea.id()), SOON);

        named(unknown, "RETRACTION_SENT");
        unlessEqual("what Synapse says of a room that it does not know", "", unknown.detail());
    }

    private static void denied(Stage stage, String version) {
        SynapseUser cato = stage.cato();
        SynapseUser dora = stage.person("dora", 2);
        String c = cato.server().name();
        OurRoom room = OutboundScenarios.room(stage, version);
        OutboundScenarios.invited(stage, room, cato.id());
        unlessEqual("join", "200 ", cato.tryJoin(room.id(), stage.vestibule().serverName()));
        // C is in the room: it gets the invite among the room's events too.
        room.tell(c, OutboundScenarios.invited(stage, room, dora.id()));
        OurRoom.Draft leave = room.withdraw(dora.id());
        room.deny("localhost", c);
        unless(
                SynapseUser.Waiting.until(() -> cato.stateContent(room.id(), "m.room.server_acl", "") != null, SOON),
                "C knows of the ACL");

        Outcome invite = send(stage, room, stage.person("emma", 2));
        Outcome retraction = stage.vestibule().retractInvite(leave, SOON);

        named(invite, "FORBIDDEN");
        only(invite, new Attempt(c, "INVITE", "FORBIDDEN", "M_FORBIDDEN"));
        named(retraction, "RETRACTION_SENT");
        unless(retraction.detail().contains("banned from room"), "Synapse's complaint: " + retraction.detail());
    }

    private static void notUs(Stage stage, String version) {
        SynapseUser alice = stage.alice();
        SynapseServer a = alice.server();
        OurRoom room = OutboundScenarios.room(stage, version);
        Attempt unauthorised = new Attempt(a.name(), "INVITE", "REFUSED", "M_UNAUTHORIZED");
        stage.change(a, OutboundScenarios.V2, room.id(), held -> held.with(held.body(), spoilt(held.authorization())));

        Outcome invited = send(stage, room, alice);

        named(invited, "INVITED");
        unlessEqual(
                "attempts",
                List.of(unauthorised, new Attempt(a.name(), "INVITE", "SUCCEEDED", "")),
                invited.attempts());
        room.take(invited.eventJson());
        OurRoom.Draft leave = room.withdraw(alice.id());
        stage.changeTransaction(a, room.id(), held -> held.with(held.body(), spoilt(held.authorization())));

        Outcome retracted = stage.vestibule().retractInvite(leave, SOON);

        named(retracted, "RETRACTION_SENT");
        unlessEqual(
                "attempts",
                List.of(
                        new Attempt(a.name(), "TRANSACTION", "REFUSED", "M_UNAUTHORIZED"),
                        new Attempt(a.name(), "TRANSACTION", "SUCCEEDED", "")),
                retracted.attempts());
    }

    private static void wrongName(Stage stage, String version) {
        unlessEqual(
                "our answer to an invite from there",
                "401 M_UNAUTHORIZED",
                stage.shim().inviteFrom(Stage.WRONG_NAME, version, stage.ours("bob")));
        OurRoom room = OutboundScenarios.room(stage, version);
        OurRoom.Draft invite = room.invite("@somebody:" + Stage.WRONG_NAME);

        Outcome outcome = stage.vestibule().sendInvite(invite, List.of(), Duration.ofSeconds(3));

        named(outcome, "NO_SERVER_REACHABLE");
        only(outcome, new Attempt(Stage.WRONG_NAME, "INVITE", "REFUSED", "M_UNAUTHORIZED"));
    }

    private static Outcome send(Stage stage, OurRoom room, SynapseUser user) {
        return stage.vestibule().sendInvite(room.invite(user.id()), List.of(), SOON);
    }

    private static void named(Outcome outcome, String expected) {
        unlessEqual("outcome " + outcome.detail() + outcome.attempts(), expected, outcome.outcome());
    }

    private static void only(Outcome outcome, Attempt expected) {
        unlessEqual("attempts " + outcome.detail(), List.of(expected), outcome.attempts());
    }

    /** The request with another text in its body, signed anew in our name. */
    private static Action changed(Stage stage, SynapseServer server, String field, String text) {
        return held -> {
            try {
                String body = ((ObjectNode) JSON.readTree(held.body()))
                        .put(field, text)
                        .toString();
                return held.with(body, stage.shim().authorization("PUT", held.target(), server.name(), body));
            } catch (JsonProcessingException notJson) {
                throw new IllegalStateException("not JSON: " + held.body(), notJson);
            }
        };
    }

    /** The header with a signature of the right length that fits nothing. */
    private static String spoilt(String authorization) {
        return authorization.replaceAll("sig=\"[^\"]{8}", "sig=\"AAAAAAAA");
    }
}
