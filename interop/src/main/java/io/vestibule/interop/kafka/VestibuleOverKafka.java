package io.vestibule.interop.kafka;

import io.vestibule.interop.suite.OurRoom;
import io.vestibule.interop.suite.Unmet;
import io.vestibule.interop.suite.Vestibule;
import io.vestibule.interop.synapse.SynapseUser.Waiting;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.RoomServer;
import io.vestibule.schemas.SendInvite;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Vestibule as a backend sees it: through its topics. Thread-safe. */
public final class VestibuleOverKafka implements Vestibule, AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final String serverName;
    private final RecordSender sender;
    private final Map<String, CompletableFuture<CommandOutcome>> outcomes = new ConcurrentHashMap<>();
    private final Map<String, InviteView> views = new ConcurrentHashMap<>();
    private final ImportReader imports = new ImportReader();
    private final List<Follower<?>> followers;

    public VestibuleOverKafka(String serverName, String bootstrapServers, AvroSerdes serdes, RecordSender sender) {
        this.serverName = serverName;
        this.sender = sender;
        this.followers = List.of(
                new Follower<>(bootstrapServers, serdes, Topics.INVITES_OUTCOMES, this::takeOutcome),
                new Follower<>(bootstrapServers, serdes, Topics.INVITES_STATE, this::takeView),
                new Follower<>(bootstrapServers, serdes, Topics.ROOMS_IMPORTED, imports::take));
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public Outcome accept(String room, String user) {
        return send(command(room, user, CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder().setDisplayname("Bob").build())
                .build());
    }

    @Override
    public Outcome acceptOmittingMembers(String room, String user) {
        return send(command(room, user, CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder().setOmitMembers(true).build())
                .build());
    }

    @Override
    public Outcome reject(String room, String user, String reason) {
        return send(command(room, user, CommandType.REJECT_INVITE)
                .setReject(RejectInvite.newBuilder().setReason(reason).build())
                .build());
    }

    @Override
    public Outcome sendInvite(OurRoom.Draft invite, List<Resident> among, Duration atMost) {
        List<RoomServer> servers = among.stream()
                .map(one -> RoomServer.newBuilder()
                        .setServer(one.server())
                        .setHighestPower(one.power())
                        .setMembers(one.members())
                        .build())
                .toList();
        return send(command(invite.room(), invite.user(), CommandType.SEND_INVITE)
                .setNotAfter(System.currentTimeMillis() + atMost.toMillis())
                .setSendInvite(SendInvite.newBuilder()
                        .setEventJson(invite.eventJson())
                        .setRoomVersion(invite.version())
                        .setCreateEventJson(invite.createJson())
                        .setInviteRoomState(invite.stateJson())
                        .setServers(servers)
                        .build())
                .build());
    }

    @Override
    public Outcome retractInvite(OurRoom.Draft leave, Duration atMost) {
        return send(command(leave.room(), leave.user(), CommandType.RETRACT_INVITE)
                .setNotAfter(System.currentTimeMillis() + atMost.toMillis())
                .setRetractInvite(RetractInvite.newBuilder()
                        .setEventJson(leave.eventJson())
                        .setRoomVersion(leave.version())
                        .build())
                .build());
    }

    @Override
    public View await(String room, String user, Predicate<View> fits, Duration atMost) {
        boolean came = Waiting.until(
                () -> {
                    View view = view(room, user);
                    return view != null && fits.test(view);
                },
                atMost);
        View last = view(room, user);
        if (!came || last == null) {
            throw Unmet.because("invites.state did not come to what was expected for " + user + " in " + room
                    + " within " + atMost.toSeconds() + " s; last view: " + last);
        }
        return last;
    }

    @Override
    public Import imported(String importId) {
        Waiting.until(() -> imports.find(importId) != null, Duration.ofSeconds(10));
        Import found = imports.find(importId);
        if (found == null) {
            throw Unmet.because("no manifest of import " + importId + " in rooms.imported");
        }
        return found;
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
    }

    private InviteCommand.Builder command(String room, String user, CommandType type) {
        return InviteCommand.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setType(type)
                .setRoomId(room)
                .setUserId(user)
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy("interop");
    }

    private Outcome send(InviteCommand command) {
        CompletableFuture<CommandOutcome> outcome = pending(command.getCommandId());
        long start = System.nanoTime();
        sender.send(Topics.INVITES_COMMANDS, command.getRoomId(), command);
        try {
            CommandOutcome came = outcome.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return translated(came, Duration.ofNanos(System.nanoTime() - start));
        } catch (TimeoutException e) {
            throw Unmet.because("no outcome of " + command.getType() + " within " + LONGEST.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void takeOutcome(CommandOutcome outcome) {
        pending(outcome.getCommandId()).complete(outcome);
    }

    private void takeView(InviteView view) {
        views.put(key(view.getRoomId(), view.getUserId()), view);
    }

    private CompletableFuture<CommandOutcome> pending(String commandId) {
        return outcomes.computeIfAbsent(commandId, id -> new CompletableFuture<>());
    }

    private @Nullable View view(String room, String user) {
        InviteView view = views.get(key(room, user));
        return view == null
                ? null
                : new View(
                        view.getState().name(),
                        view.getInviteEventId(),
                        view.getSender(),
                        view.getStrippedState(),
                        view.getInviteEventJson(),
                        view.getReason() == null ? "" : view.getReason(),
                        view.getOutOfBand(),
                        view.getRemoteLeavePending(),
                        view.getSuspectedRetracted());
    }

    private static Outcome translated(CommandOutcome outcome, Duration took) {
        List<Attempt> attempts = outcome.getAttempts().stream()
                .map(a -> new Attempt(
                        a.getServer(), a.getStep().name(), a.getResult().name(), a.getErrcode()))
                .toList();
        return new Outcome(
                outcome.getOutcome().name(),
                outcome.getDetail(),
                attempts,
                outcome.getRefusedBy(),
                outcome.getEventId(),
                outcome.getEventJson(),
                outcome.getImportId(),
                took);
    }

    private static String key(String room, String user) {
        return room + "\0" + user;
    }
}
