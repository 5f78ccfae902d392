package io.vestibule.schemas.serde;

import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import java.util.List;

/** Records that tests write. */
final class Records {

    static final String ROOM = "!room:a.example";

    private Records() {}

    static InviteReceived invite() {
        return inviteWithEventId("$event");
    }

    static InviteReceived inviteWithEventId(String eventId) {
        return InviteReceived.newBuilder()
                .setRoomId(ROOM)
                .setUserId("@bob:us.example")
                .setEventId(eventId)
                .setRoomVersion("11")
                .setSender("@alice:a.example")
                .setOrigin("a.example")
                .setEndpoint(InviteEndpoint.V2)
                .setReceivedAt(1_700_000_000_000L)
                .setReferenceHash("hash")
                .setEventJson("{\"type\":\"m.room.member\"}")
                .setVia(List.of("a.example", "b.example"))
                .build();
    }

    static InviteCommand command() {
        return InviteCommand.newBuilder()
                .setCommandId("c1")
                .setRoomId(ROOM)
                .setUserId("@bob:us.example")
                .build();
    }
}
