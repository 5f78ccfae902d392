package io.vestibule.matrix.api;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of an answer to {@code send_join} when its events have been handed out. */
public sealed interface SendJoinEnd {

    /**
     * The answer was whole.
     *
     * @param event the join as the resident server has signed it; null if the answer does not hold it
     * @param membersOmitted whether {@code state} lacks membership events
     * @param serversInRoom the servers in the room, never empty if members are omitted; invalid names are left out
     */
    record Complete(@Nullable JsonObject event, boolean membersOmitted, List<ServerName> serversInRoom)
            implements SendJoinEnd {
        public Complete {
            serversInRoom = List.copyOf(serversInRoom);
        }
    }

    /** The answer cannot be used, and events handed out before must be thrown away; {@code why} names the culprit. */
    record Malformed(String why) implements SendJoinEnd {}
}
