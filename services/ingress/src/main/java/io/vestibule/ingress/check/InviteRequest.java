package io.vestibule.ingress.check;

import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.schemas.InviteEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invite request of the right shape, whichever endpoint took it. Nothing in it is verified. Immutable.
 *
 * @param endpoint the endpoint
 * @param room the room, as the path names it
 * @param eventId the event, as the path names it; null where the path does not
 * @param roomVersion the room version, known to us or not
 * @param event the invite as received
 * @param companions what came along
 */
public record InviteRequest(
        InviteEndpoint endpoint,
        RoomId room,
        @Nullable EventId eventId,
        RoomVersionId roomVersion,
        JsonObject event,
        Companions companions) {

    private static final RoomVersionId V1 = RoomVersionId.of("1");
    private static final RoomVersionId V2 = RoomVersionId.of("2");

    /**
     * What came along with an invite.
     *
     * @param inviteRoomState stripped state, each entry in four fields or a whole PDU
     * @param state the room's create event and how many others came; null unless the invite came with auth
     * @param via the servers of the {@code via} list in force; empty if there was none
     */
    public record Companions(
            List<JsonObject> inviteRoomState, InviteWithAuth.@Nullable State state, List<ServerName> via) {

        public Companions {
            inviteRoomState = List.copyOf(inviteRoomState);
            via = List.copyOf(via);
        }
    }

    /** The same with the first servers of {@code via} alone. */
    public InviteRequest withVia(int most) {
        List<ServerName> first =
                companions.via().subList(0, Math.min(most, companions.via().size()));
        return new InviteRequest(
                endpoint,
                room,
                eventId,
                roomVersion,
                event,
                new Companions(companions.inviteRoomState(), companions.state(), first));
    }

    /** Version 1 tells no room version: it is 1, or 2 if the stripped create event says so. Their events are alike. */
    public static InviteRequest of(InviteV1.Request request) {
        boolean second = request.inviteRoomState().stream()
                .filter(StrippedEntry::isCreate)
                .flatMap(entry -> entry.object("content").stream())
                .anyMatch(content ->
                        content.string("room_version").filter("2"::equals).isPresent());
        return new InviteRequest(
                InviteEndpoint.V1,
                request.path().room(),
                request.path().event(),
                second ? V2 : V1,
                request.event(),
                new Companions(request.inviteRoomState(), null, List.of()));
    }

    /** Version 2 names everything. */
    public static InviteRequest of(InviteV2.Request request) {
        return new InviteRequest(
                InviteEndpoint.V2,
                request.path().room(),
                request.path().event(),
                request.roomVersion(),
                request.event(),
                new Companions(request.inviteRoomState(), null, request.via()));
    }

    /** An invite with auth tells the room version by its create event. */
    public static InviteRequest of(InviteWithAuth.Request request) {
        return new InviteRequest(
                InviteEndpoint.MSC4329,
                request.room(),
                null,
                request.state().roomVersion(),
                request.event(),
                new Companions(request.inviteRoomState(), request.state(), request.via()));
    }
}
