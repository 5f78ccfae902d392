package io.vestibule.model;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that the decider hears of. */
public sealed interface Input {

    /** @return the room that it is about */
    RoomId room();

    /**
     * An invite that ingress took.
     *
     * @param room the room
     * @param user the invited local user
     * @param invitation the invite
     * @param appservices the application services in whose namespaces the user or the room is now
     */
    record InviteReceived(RoomId room, UserId user, Invitation invitation, List<AppserviceId> appservices)
            implements Input {
        public InviteReceived {
            appservices = List.copyOf(appservices);
        }
    }

    /**
     * A command.
     *
     * @param command the command
     */
    record CommandReceived(Command command) implements Input {
        @Override
        public RoomId room() {
            return command.room();
        }
    }

    /**
     * A local user's membership changed outside Vestibule.
     *
     * @param room the room
     * @param user the local user
     * @param membership the new membership
     * @param eventId the event that says so
     * @param cites its auth and prev events
     */
    record MembershipChanged(RoomId room, UserId user, Membership membership, EventId eventId, List<EventId> cites)
            implements Input {
        public MembershipChanged {
            cites = List.copyOf(cites);
        }
    }

    /**
     * What the homeserver knows of a room.
     *
     * @param room the room
     * @param resident whether it is in the room
     * @param version the room's version, null when not known
     * @param blocked whether the room is blocked here
     * @param changedAt when it changed, by the homeserver's clock; null when not told
     * @param acl which servers may take part, null when the room has no ACL or it is not known
     * @param aliases its aliases on this homeserver
     */
    record RoomFactsChanged(
            RoomId room,
            Residency resident,
            @Nullable RoomVersionId version,
            boolean blocked,
            @Nullable Instant changedAt,
            @Nullable ServerAcl acl,
            List<RoomAlias> aliases)
            implements Input {
        public RoomFactsChanged {
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * A membership PDU seen on {@code /send}: nothing of it is verified.
     *
     * @param room the claimed room
     * @param user the claimed state key
     * @param sender the claimed sender
     * @param membership the claimed membership
     * @param pduJson the PDU as received
     */
    record PduSeen(RoomId room, UserId user, UserId sender, Membership membership, String pduJson) implements Input {}

    /**
     * A work order's result.
     *
     * @param result the result
     */
    record WorkDone(WorkResult result) implements Input {
        @Override
        public RoomId room() {
            return result.room();
        }
    }

    /**
     * A record's wake-up is due.
     *
     * @param room the room
     * @param user the local user
     */
    record TimerFired(RoomId room, UserId user) implements Input {}

    /**
     * Something of a room has been kept for long enough.
     *
     * @param room the room
     */
    record RoomDue(RoomId room) implements Input {}

    /**
     * The wake-up of an invite or a retraction of ours is due.
     *
     * @param room the room
     * @param user the user of another server
     */
    record OutboundDue(RoomId room, UserId user) implements Input {}
}
