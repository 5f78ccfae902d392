package io.vestibule.testkit.room;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import java.util.Set;

/** The part of the authorisation rules that concerns members (specification, "Authorization rules", m.room.member). */
final class MembershipRules {

    private final RoomState state;
    private final boolean creatorsRule;

    MembershipRules(RoomState state, boolean creatorsRule) {
        this.state = state;
        this.creatorsRule = creatorsRule;
    }

    /**
     * @throws RoomRefusal if the sender may not give the target this membership
     */
    void check(UserId sender, UserId target, String membership) {
        switch (membership) {
            case "join" -> checkJoin(sender, target);
            case "leave" -> checkLeave(sender, target);
            case "invite" -> checkInvite(sender, target);
            case "ban" -> checkPower(sender, "ban");
            default -> throw new RoomRefusal("membership " + membership + " is not known here");
        }
    }

    private void checkJoin(UserId sender, UserId target) {
        require(sender.equals(target), "nobody can make somebody else join");
        String now = state.membership(target);
        require(!now.equals("ban"), "You are banned from this room");
        boolean isPublic = joinRule().equals("public");
        require(isPublic || Set.of("invite", "join").contains(now), "You are not invited to this room.");
    }

    private void checkLeave(UserId sender, UserId target) {
        String now = state.membership(target);
        if (sender.equals(target)) {
            require(Set.of("invite", "join", "knock").contains(now), "User " + target + " is not in the room");
        } else {
            checkPower(sender, now.equals("ban") ? "ban" : "kick");
        }
    }

    private void checkInvite(UserId sender, UserId target) {
        require(state.membership(sender).equals("join"), sender + " is not in the room");
        require(!Set.of("join", "ban").contains(state.membership(target)), target + " cannot be invited");
        require(powerOf(sender) >= levels().getInteger("invite", 0), sender + " may not invite");
    }

    private void checkPower(UserId sender, String action) {
        require(state.membership(sender).equals("join"), sender + " is not in the room");
        require(powerOf(sender) >= levels().getInteger(action, 50), sender + " has not the power to " + action);
    }

    private long powerOf(UserId user) {
        boolean creator = state.get("m.room.create", "")
                .map(create -> create.json().getString("sender").equals(user.value()))
                .orElse(false);
        if (creator && creatorsRule) {
            return Long.MAX_VALUE;
        }
        JsonObject levels = levels();
        return levels.getJsonObject("users", new JsonObject())
                .getLong(user.value(), levels.getLong("users_default", 0L));
    }

    private JsonObject levels() {
        return state.get("m.room.power_levels", "")
                .map(event -> event.json().getJsonObject("content"))
                .orElseGet(JsonObject::new);
    }

    private String joinRule() {
        return state.get("m.room.join_rules", "")
                .map(event -> event.json().getJsonObject("content").getString("join_rule"))
                .orElse("invite");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new RoomRefusal(message);
        }
    }
}
