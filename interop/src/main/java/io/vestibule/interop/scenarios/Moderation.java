package io.vestibule.interop.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.synapse.SynapseUser;

/** Power in a room. */
final class Moderation {

    private static final int MODERATOR = 50;

    private Moderation() {}

    static void promote(SynapseUser owner, String room, String user) {
        JsonNode levels = owner.stateContent(room, "m.room.power_levels", "");
        ObjectNode changed = levels == null ? SynapseUser.object() : (ObjectNode) levels.deepCopy();
        changed.withObject("/users").put(user, MODERATOR);
        owner.state(room, "m.room.power_levels", "", changed);
    }
}
