package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an invite is wrapped for the way: endpoint, {@code via}, stripped state. Immutable.
 *
 * @param form the endpoint
 * @param via the servers to name under {@code org.matrix.msc4125.via}, or null to leave the key out
 * @param fullEvents whether stripped state is sent as full events (MSC4311) or as four fields
 * @param change what is done to the finished body, for invites that are meant to be odd
 */
public record InviteEnvelope(
        InviteForm form, @Nullable List<String> via, boolean fullEvents, UnaryOperator<JsonObject> change) {

    private static final Set<String> SHOWN =
            Set.of("m.room.create", "m.room.join_rules", "m.room.name", "m.room.canonical_alias", "m.room.avatar");

    /** Version 2 without {@code via}. */
    public static final InviteEnvelope V2 = of(InviteForm.V2);

    /** @return an envelope without {@code via} for that endpoint */
    public static InviteEnvelope of(InviteForm form) {
        return new InviteEnvelope(form, null, true, UnaryOperator.identity());
    }

    /** @return version 2 with these servers in {@code via}, in that order */
    public static InviteEnvelope via(ScriptedHomeserver... servers) {
        return V2.withVia(Arrays.stream(servers)
                .map(ScriptedHomeserver::name)
                .map(ServerName::value)
                .toList());
    }

    /** @return the same with another {@code via} */
    public InviteEnvelope withVia(List<String> servers) {
        return new InviteEnvelope(form, List.copyOf(servers), fullEvents, change);
    }

    /** @return the same with four-field stripped state, as servers before MSC4311 send it */
    public InviteEnvelope withFourFieldState() {
        return new InviteEnvelope(form, via, false, change);
    }

    /** @return the same with the body changed at last */
    public InviteEnvelope changed(UnaryOperator<JsonObject> further) {
        return new InviteEnvelope(form, via, fullEvents, body -> further.apply(change.apply(body)));
    }

    /** @return the request target */
    public String target(ScriptedRoom room, RoomEvent event) {
        return form.target(room.id(), event.id());
    }

    /** @return the request body */
    public JsonObject body(ScriptedRoom room, RoomEvent event) {
        JsonArray state = strippedState(room, event);
        JsonObject body = switch (form) {
            case V1 -> event.copy().put("unsigned", new JsonObject().put("invite_room_state", state));
            case V2 ->
                new JsonObject()
                        .put("room_version", room.version().value())
                        .put("event", event.copy())
                        .put("invite_room_state", state);
            case MSC4329, MSC0000 ->
                new JsonObject()
                        .put("event", event.copy())
                        .put("invite_room_state", state)
                        .put("state", new JsonArray().add(room.createEvent().copy()));
        };
        if (via != null) {
            body.put("org.matrix.msc4125.via", new JsonArray(via));
        }
        return change.apply(body);
    }

    private JsonArray strippedState(ScriptedRoom room, RoomEvent invite) {
        String inviter = invite.json().getString("sender");
        JsonArray stripped = new JsonArray();
        room.state().stream()
                .filter(event -> isShown(event, inviter))
                .filter(event -> !(form.carriesAuth() && event.isA("m.room.create")))
                .map(event -> fullEvents ? event.copy() : event.stripped())
                .forEach(stripped::add);
        return stripped;
    }

    private static boolean isShown(RoomEvent event, String inviter) {
        return SHOWN.contains(event.json().getString("type"))
                || inviter.equals(event.json().getString("state_key"));
    }
}
