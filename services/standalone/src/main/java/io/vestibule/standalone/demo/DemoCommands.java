package io.vestibule.standalone.demo;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.RoomServer;
import io.vestibule.schemas.SendInvite;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import java.util.List;
import java.util.UUID;

/** The commands of the demo, as a client-facing service writes them. */
final class DemoCommands {

    private DemoCommands() {}

    static InviteCommand accept(ScriptedRoom where, UserId who) {
        return about(where, who)
                .setType(CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder()
                        .setDisplayname(who.localpart())
                        .build())
                .build();
    }

    static InviteCommand reject(ScriptedRoom where, UserId who) {
        return about(where, who)
                .setType(CommandType.REJECT_INVITE)
                .setReject(RejectInvite.newBuilder().build())
                .build();
    }

    /** @param us the only server in the room */
    static InviteCommand sendInvite(ServerName us, ScriptedRoom where, RoomEvent invite, UserId who) {
        RoomServer ours = RoomServer.newBuilder()
                .setServer(us.value())
                .setHighestPower(100)
                .setMembers(1)
                .build();
        SendInvite send = SendInvite.newBuilder()
                .setEventJson(unsigned(invite))
                .setRoomVersion(where.version().value())
                .setInviteRoomState(where.state().stream()
                        .map(event -> event.json().encode())
                        .toList())
                .setServers(List.of(ours))
                .build();
        return about(where, who)
                .setType(CommandType.SEND_INVITE)
                .setSendInvite(send)
                .build();
    }

    static InviteCommand retractInvite(ScriptedRoom where, RoomEvent leave, UserId who) {
        return about(where, who)
                .setType(CommandType.RETRACT_INVITE)
                .setRetractInvite(
                        new RetractInvite(unsigned(leave), where.version().value()))
                .build();
    }

    private static String unsigned(RoomEvent event) {
        JsonObject bare = event.copy();
        bare.remove("hashes");
        bare.remove("signatures");
        return bare.encode();
    }

    private static InviteCommand.Builder about(ScriptedRoom where, UserId who) {
        return InviteCommand.newBuilder()
                .setCommandId("demo-" + UUID.randomUUID())
                .setRoomId(where.id().value())
                .setUserId(who.value())
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy("demo");
    }
}
