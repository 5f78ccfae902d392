package io.vestibule.ingress.check;

import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.PduReading;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.InviteEndpoint;
import java.util.Optional;

/**
 * A request that says it is an invite of one of our users by a user of the calling server, and has the form of one. No
 * signature has been looked at. Immutable.
 *
 * @param request the request
 * @param event the invite
 * @param invited our user
 */
public record InviteClaim(InviteRequest request, Pdu event, UserId invited) {

    /**
     * Makes every check that needs no key (server-server API, "Inviting to a room": the validations b to e, and that path
     * and body agree).
     *
     * @param origin the server that says it calls
     * @return the claim, or the error to answer with
     */
    public static Decoded<InviteClaim> read(InviteRequest request, ServerName origin, Hosting hosting) {
        if (request.endpoint() == InviteEndpoint.V1 && !request.event().has("event_id")) {
            return Errors.invalid("the event has no event_id: only events of room versions 1 and 2 come this way");
        }
        return rules(request, hosting)
                .then(rules -> event(request, rules))
                .then(event -> invite(request, event, origin, hosting));
    }

    private static Decoded<RoomVersionRules> rules(InviteRequest request, Hosting hosting) {
        Optional<RoomVersionRules> rules = RoomVersions.find(request.roomVersion())
                .filter(known -> hosting.roomVersions().contains(known.id()));
        return rules.isPresent()
                ? new Decoded.Ok<>(rules.get())
                : new Decoded.Refused<>(MatrixError.incompatibleRoomVersion(
                        request.roomVersion().value()));
    }

    private static Decoded<Pdu> event(InviteRequest request, RoomVersionRules rules) {
        return wellFormed(Pdu.read(request.event(), rules));
    }

    static Decoded<Pdu> wellFormed(PduReading reading) {
        return switch (reading) {
            case Pdu pdu -> new Decoded.Ok<>(pdu);
            case MalformedPdu malformed -> refused(malformed);
        };
    }

    private static Decoded<Pdu> refused(MalformedPdu malformed) {
        return switch (malformed.reason()) {
            case NOT_JSON -> Errors.refused(400, MatrixErrorCode.NOT_JSON, malformed.detail());
            case NOT_CANONICAL, WRONG_SHAPE -> Errors.refused(400, MatrixErrorCode.BAD_JSON, malformed.detail());
            case TOO_LARGE -> Errors.refused(413, MatrixErrorCode.TOO_LARGE, malformed.detail());
        };
    }

    private static Decoded<InviteClaim> invite(InviteRequest request, Pdu event, ServerName origin, Hosting hosting) {
        if (!event.isMembership("invite")) {
            return Errors.invalid("the event is not an m.room.member event with membership invite");
        }
        if (!event.roomId().equals(request.room())) {
            return Errors.invalid("the event is of room " + event.roomId() + ", the path names " + request.room());
        }
        if (request.eventId() != null && !event.eventId().equals(request.eventId())) {
            return Errors.invalid("the event's ID is " + event.eventId() + ", the path names " + request.eventId());
        }
        if (!event.sender().server().equals(origin)) {
            return Errors.invalid("the sender " + event.sender() + " is no user of " + origin);
        }
        if (!event.contentHashMatches()) {
            return Errors.invalid("the content hash of the event does not match");
        }
        Optional<UserId> invited = event.stateKey()
                .flatMap(UserId::parse)
                .filter(user -> user.server().equals(hosting.server()));
        return invited.isPresent()
                ? new Decoded.Ok<>(new InviteClaim(request, event, invited.get()))
                : Errors.invalid("the state_key of the event is no user of " + hosting.server());
    }
}
