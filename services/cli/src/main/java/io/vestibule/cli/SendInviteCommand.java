package io.vestibule.cli;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RoomServer;
import io.vestibule.schemas.SendInvite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code send-invite ROOM USER}: invites a user of another server. */
@Command(
        name = "send-invite",
        description =
                "Invite a user of another server: send the invite there, try again until the deadline, and print the"
                        + " invite with that server's signature.",
        footer =
                "%nExample: vestibule send-invite '!room:us.example' @alice:a.example --event invite.json --room-version 11 --create create.json --via us.example",
        mixinStandardHelpOptions = true)
public final class SendInviteCommand extends SendingCommand {

    @Mixin
    OutboundEvent sent = new OutboundEvent();

    @Option(
            names = "--create",
            paramLabel = "FILE",
            description = "The room's m.room.create as JSON, a whole event; may be left out if --state has it.")
    @Nullable
    Path create;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "A JSON array of whole state events that show the room to the invited user.")
    @Nullable
    Path state;

    @Option(
            names = "--via",
            paramLabel = "SERVER",
            description =
                    "A server through which the room can be reached; repeat for more. Without it, chosen from --server.",
            converter = MatrixIds.Server.class)
    List<ServerName> via = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "NAME=POWER/MEMBERS",
            description =
                    "A server of the room, the highest power level of its users (or 'creator'), and how many have joined;"
                            + " with '/unreachable' behind it if it has not been reached for long. Repeat for more.",
            converter = Server.class)
    List<RoomServer> servers = new ArrayList<>();

    @Option(names = "--acl", paramLabel = "FILE", description = "The content of the room's m.room.server_acl as JSON.")
    @Nullable
    Path acl;

    @Option(names = "--policy-server", description = "The room has a policy server, which must have signed the event.")
    boolean policyServer;

    @Override
    InviteCommand.Builder complete(InviteCommand.Builder command) {
        if (create == null && state == null) {
            throw new ParameterException(
                    spec().commandLine(), "the room's create event is missing: name it by --create, or among --state");
        }
        SendInvite send = SendInvite.newBuilder()
                .setEventJson(sent.json(spec()))
                .setRoomVersion(sent.roomVersion())
                .setCreateEventJson(JsonFile.object(spec(), "--create", create))
                .setInviteRoomState(JsonFile.array(spec(), "--state", state))
                .setVia(via.stream().map(ServerName::value).toList())
                .setServers(servers)
                .setServerAclJson(JsonFile.object(spec(), "--acl", acl))
                .setPolicyServer(policyServer)
                .build();
        return sent.deadline(spec(), command).setType(CommandType.SEND_INVITE).setSendInvite(send);
    }

    /** {@code matrix.org=100/42}, {@code matrix.org=creator/1}, {@code matrix.org=0/7/unreachable}. */
    static final class Server implements ITypeConverter<RoomServer> {

        private static final Pattern FORM = Pattern.compile("(.+)=(creator|-?\\d{1,15})/(\\d{1,9})(/unreachable)?");

        @Override
        public RoomServer convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (!matcher.matches() || ServerName.parse(matcher.group(1)).isEmpty()) {
                throw new TypeConversionException(
                        "\"" + value + "\" is not a server of the room; one looks like 'matrix.org=100/42'");
            }
            boolean creator = matcher.group(2).equals("creator");
            return RoomServer.newBuilder()
                    .setServer(matcher.group(1))
                    .setCreator(creator)
                    .setHighestPower(creator ? 0 : Long.parseLong(matcher.group(2)))
                    .setMembers(Integer.parseInt(matcher.group(3)))
                    .setUnreachable(matcher.group(4) != null)
                    .build();
        }
    }
}
