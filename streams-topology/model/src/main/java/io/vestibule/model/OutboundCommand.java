package io.vestibule.model;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.List;

/**
 * An invite or a retraction that is to be sent, its {@code via} chosen. Immutable.
 *
 * @param waiter the command
 * @param eventJson the event as given
 * @param version the room's version
 * @param state the room's state for the invited user's eyes
 * @param via through which servers the room can be reached
 * @param policyServer the room has a policy server
 * @param notAfter no try begins after this
 */
public record OutboundCommand(
        Waiter waiter,
        String eventJson,
        RoomVersionId version,
        Outgoing.RoomState state,
        Via via,
        boolean policyServer,
        Instant notAfter) {

    /**
     * The servers for {@code via}.
     *
     * @param servers the best first
     * @param narrow whether they are to be narrowed down to a few that are likely to be up
     */
    public record Via(List<ServerName> servers, boolean narrow) {
        public Via {
            servers = List.copyOf(servers);
        }
    }

    /** @return whether it withdraws an invite */
    public boolean retracts() {
        return waiter.type() == CommandType.RETRACT_INVITE;
    }

    /** @return whether both want the same event to be sent */
    boolean sameAs(OutboundCommand other) {
        return waiter.type() == other.waiter.type() && eventJson.equals(other.eventJson);
    }

    /** @return how much it holds, in characters */
    long weight() {
        long entries = state.entries().stream().mapToLong(String::length).sum();
        return entries + state.createJson().length() + eventJson.length();
    }
}
