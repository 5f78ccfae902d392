package io.vestibule.console.command;

import io.vestibule.client.Commands;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.Residency;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.RetryInvite;
import io.vestibule.schemas.RoomServer;
import io.vestibule.schemas.SendInvite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a command from JSON. Whatever cannot be used is named. */
final class CommandReader {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(365);
    private static final int MAX_ID_BYTES = 255;
    private static final int MAX_NAME = 64;

    /**
     * A command to be sent.
     *
     * @param command the command
     * @param patience how long its outcome is waited for
     */
    record Request(InviteCommand command, Duration patience) {}

    private CommandReader() {}

    /**
     * @param tokenOf whose token was shown; empty for none, then the body may say who asks
     * @throws BadRequest if it is no command; the message names what is wrong
     */
    static Request read(byte[] bytes, Optional<String> tokenOf) throws BadRequest {
        Body body = Body.parse(bytes);
        String kind = body.required("type");
        RoomId room = RoomId.parse(body.required("room"))
                .orElseThrow(() -> BadRequest.invalid("\"room\" is no room ID, such as !abc:example.org"));
        UserId user = UserId.parse(body.required("user"))
                .orElseThrow(() -> BadRequest.invalid("\"user\" is no user ID, such as @bob:example.org"));
        Optional<String> named = body.text("by");
        String by = issuer(tokenOf, named);
        InviteCommand.Builder command = filled(kind, room, user, by, body);
        commandId(body).ifPresent(command::setCommandId);
        body.number("within_ms", 1, LONGEST_DEADLINE.toMillis())
                .ifPresent(within -> command.setNotAfter(command.getIssuedAt() + within));
        residency(body).ifPresent(command::setResident);
        Duration patience = Duration.ofMillis(
                body.number("wait_ms", 0, LONGEST_WAIT.toMillis()).orElse(USUAL_WAIT.toMillis()));
        body.nothingElse();
        return new Request(command.build(), patience);
    }

    /** @return who asks, as it stands on the log */
    static String issuer(Optional<String> tokenOf, Optional<String> named) throws BadRequest {
        String name = tokenOf.or(() -> named.map(String::strip).filter(text -> !text.isEmpty()))
                .orElse("");
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw BadRequest.invalid("\"by\" must be at most " + MAX_NAME + " characters, without control characters");
        }
        return name.isEmpty() ? "console" : "console:" + name;
    }

    private static InviteCommand.Builder filled(String kind, RoomId room, UserId user, String by, Body body)
            throws BadRequest {
        return switch (kind) {
            case "accept" -> Commands.accept(room, user, by).setAccept(accept(body));
            case "reject" ->
                Commands.reject(room, user, by)
                        .setReject(RejectInvite.newBuilder()
                                .setReason(body.text("reason").orElse(null))
                                .build());
            case "retry" ->
                Commands.retry(room, user, by)
                        .setRetry(RetryInvite.newBuilder()
                                .setOwnInviteOnly(body.flag("own_invite_only"))
                                .build());
            case "send_invite" ->
                Commands.retry(room, user, by)
                        .setRetry(null)
                        .setType(CommandType.SEND_INVITE)
                        .setSendInvite(sendInvite(body));
            case "retract_invite" ->
                Commands.retry(room, user, by)
                        .setRetry(null)
                        .setType(CommandType.RETRACT_INVITE)
                        .setRetractInvite(RetractInvite.newBuilder()
                                .setEventJson(requiredObject(body, "event"))
                                .setRoomVersion(roomVersion(body))
                                .build());
            default ->
                throw BadRequest.invalid("\"type\" must be accept, reject, retry, send_invite or retract_invite");
        };
    }

    private static AcceptInvite accept(Body body) throws BadRequest {
        return AcceptInvite.newBuilder()
                .setDisplayname(body.text("displayname").orElse(null))
                .setAvatarUrl(body.text("avatar_url").orElse(null))
                .setReason(body.text("reason").orElse(null))
                .setExtraContentJson(body.object("extra_content"))
                .setOmitMembers(body.flag("omit_members"))
                .build();
    }

    private static SendInvite sendInvite(Body body) throws BadRequest {
        List<String> state = body.objects("invite_room_state").stream()
                .map(event -> new String(event.bytes(), StandardCharsets.UTF_8))
                .toList();
        String create = body.object("create_event");
        if (create.isEmpty() && state.isEmpty()) {
            throw BadRequest.missing("create_event");
        }
        List<RoomServer> servers = new ArrayList<>();
        for (JsonObject server : body.objects("servers")) {
            servers.add(server(Body.of(server)));
        }
        return SendInvite.newBuilder()
                .setEventJson(requiredObject(body, "event"))
                .setRoomVersion(roomVersion(body))
                .setCreateEventJson(create)
                .setInviteRoomState(state)
                .setVia(serverNames(body.texts("via")))
                .setServers(servers)
                .setServerAclJson(body.object("server_acl"))
                .setPolicyServer(body.flag("policy_server"))
                .build();
    }

    private static RoomServer server(Body body) throws BadRequest {
        RoomServer server = RoomServer.newBuilder()
                .setServer(serverNames(List.of(body.required("server"))).getFirst())
                .setHighestPower(
                        body.number("highest_power", -(1L << 53), 1L << 53).orElse(0))
                .setCreator(body.flag("creator"))
                .setMembers((int) body.number("members", 0, Integer.MAX_VALUE).orElse(0))
                .setUnreachable(body.flag("unreachable"))
                .build();
        body.nothingElse();
        return server;
    }

    private static List<String> serverNames(List<String> names) throws BadRequest {
        for (String name : names) {
            if (ServerName.parse(name).isEmpty()) {
                throw BadRequest.invalid("\"" + name + "\" is no server name");
            }
        }
        return names;
    }

    private static String requiredObject(Body body, String name) throws BadRequest {
        String object = body.object(name);
        if (object.isEmpty()) {
            throw BadRequest.missing(name);
        }
        return object;
    }

    private static String roomVersion(Body body) throws BadRequest {
        String version = body.required("room_version");
        return RoomVersionId.parse(version)
                .orElseThrow(() -> BadRequest.invalid("\"room_version\" is no room version"))
                .value();
    }

    private static Optional<String> commandId(Body body) throws BadRequest {
        Optional<String> id = body.text("command_id");
        if (id.isPresent()
                && (id.get().isBlank()
                        || id.get().getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES
                        || id.get().indexOf('\0') >= 0)) {
            throw BadRequest.invalid("\"command_id\" must be 1 to " + MAX_ID_BYTES + " bytes long, without NUL");
        }
        return id;
    }

    private static Optional<Residency> residency(Body body) throws BadRequest {
        Optional<String> resident = body.text("resident");
        if (resident.isEmpty()) {
            return Optional.empty();
        }
        return switch (resident.get().toLowerCase(Locale.ROOT)) {
            case "yes" -> Optional.of(Residency.YES);
            case "no" -> Optional.of(Residency.NO);
            case "unknown" -> Optional.of(Residency.UNKNOWN);
            default -> throw BadRequest.invalid("\"resident\" must be yes, no or unknown");
        };
    }
}
