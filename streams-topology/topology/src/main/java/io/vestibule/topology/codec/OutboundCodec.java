package io.vestibule.topology.codec;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.model.Fact;
import io.vestibule.model.Invitation;
import io.vestibule.model.OrderId;
import io.vestibule.model.OutboundCommand;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.OutcomeType;
import io.vestibule.model.Outgoing;
import io.vestibule.model.RoomServer;
import io.vestibule.model.WorkResultType;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutboundAnswered;
import io.vestibule.schemas.OutboundAttached;
import io.vestibule.schemas.OutboundEnded;
import io.vestibule.schemas.OutboundQueued;
import io.vestibule.schemas.OutboundResting;
import io.vestibule.schemas.OutboundStarted;
import io.vestibule.schemas.PreparedEvent;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.SendInvite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Invites to users of other servers: what commands ask for, and what the ledger says of it. */
final class OutboundCodec {

    private OutboundCodec() {}

    /** @throws IllegalArgumentException if a part is missing or no identifier; the message names it */
    static Outgoing read(SendInvite send) {
        boolean noCreate =
                send.getCreateEventJson().isEmpty() && send.getInviteRoomState().isEmpty();
        if (send.getEventJson().isEmpty() || noCreate) {
            throw new IllegalArgumentException("send_invite needs an event and the room's create event");
        }
        return new Outgoing(
                send.getEventJson(),
                RoomVersionId.of(send.getRoomVersion()),
                new Outgoing.RoomState(send.getInviteRoomState(), send.getCreateEventJson()),
                new Outgoing.Via(
                        Values.each(send.getVia(), ServerName::of),
                        Values.each(send.getServers(), OutboundCodec::read),
                        ServerAclCodec.parse(send.getServerAclJson())),
                send.getPolicyServer());
    }

    /** @throws IllegalArgumentException if a part is missing or no identifier; the message names it */
    static Outgoing read(RetractInvite retract) {
        if (retract.getEventJson().isEmpty()) {
            throw new IllegalArgumentException("retract_invite needs an event");
        }
        return new Outgoing(
                retract.getEventJson(),
                RoomVersionId.of(retract.getRoomVersion()),
                Outgoing.RoomState.NONE,
                Outgoing.Via.NONE,
                false);
    }

    private static RoomServer read(io.vestibule.schemas.RoomServer server) {
        return new RoomServer(
                ServerName.of(server.getServer()),
                server.getHighestPower(),
                server.getCreator(),
                server.getMembers(),
                server.getUnreachable());
    }

    static OutboundCommand read(io.vestibule.schemas.OutboundCommand command) {
        return new OutboundCommand(
                CommandCodec.readWaiter(command.getCommand()),
                command.getEventJson(),
                RoomVersionId.of(command.getRoomVersion()),
                new Outgoing.RoomState(command.getInviteRoomState(), command.getCreateEventJson()),
                new OutboundCommand.Via(Values.servers(command.getVia()), command.getNarrowVia()),
                command.getPolicyServer(),
                Values.instant(command.getNotAfter()));
    }

    static io.vestibule.schemas.OutboundCommand write(OutboundCommand command) {
        return io.vestibule.schemas.OutboundCommand.newBuilder()
                .setCommand(CommandCodec.writeWaiter(command.waiter()))
                .setEventJson(command.eventJson())
                .setRoomVersion(command.version().value())
                .setInviteRoomState(command.state().entries())
                .setCreateEventJson(command.state().createJson())
                .setVia(Values.texts(command.via().servers()))
                .setNarrowVia(command.via().narrow())
                .setPolicyServer(command.policyServer())
                .setNotAfter(Values.millis(command.notAfter()))
                .build();
    }

    static void write(LedgerEvent.Builder event, Fact.Outbound of) {
        switch (of) {
            case Fact.Outbound.Started fact ->
                event.setType(LedgerEventType.OUTBOUND_STARTED)
                        .setOutboundStarted(new OutboundStarted(write(fact.command())));
            case Fact.Outbound.Attached fact ->
                event.setType(LedgerEventType.OUTBOUND_ATTACHED)
                        .setOutboundAttached(new OutboundAttached(CommandCodec.writeWaiter(fact.command())));
            case Fact.Outbound.Queued fact ->
                event.setType(LedgerEventType.OUTBOUND_QUEUED)
                        .setOutboundQueued(new OutboundQueued(write(fact.command())));
            case Fact.Outbound.Answered fact ->
                event.setType(LedgerEventType.OUTBOUND_ANSWERED).setOutboundAnswered(write(fact));
            case Fact.Outbound.Resting fact ->
                event.setType(LedgerEventType.OUTBOUND_RESTING)
                        .setOutboundResting(new OutboundResting(Values.millis(fact.until()), fact.round()));
            case Fact.Outbound.Ended fact ->
                event.setType(LedgerEventType.OUTBOUND_ENDED)
                        .setOutboundEnded(
                                new OutboundEnded(Values.same(io.vestibule.schemas.OutcomeType.class, fact.outcome())));
            case Fact.Outbound.Restated fact -> RestatedCodec.write(event, fact);
        }
    }

    private static OutboundAnswered write(Fact.Outbound.Answered fact) {
        return OutboundAnswered.newBuilder()
                .setOrderId(fact.order().value())
                .setType(Values.same(io.vestibule.schemas.WorkResultType.class, fact.type()))
                .setAttempts(ServerCodec.writeAttempts(fact.attempts()))
                .setDetail(fact.detail())
                .setPrepared(writeOrNull(fact.prepared()))
                .setEndpoint(Values.same(InviteEndpoint.class, fact.endpoint()))
                .setRetryAfterMs(fact.retryAfter().toMillis())
                .build();
    }

    static Fact.Outbound read(OutboundStarted fact) {
        return new Fact.Outbound.Started(read(fact.getCommand()));
    }

    static Fact.Outbound read(OutboundAttached fact) {
        return new Fact.Outbound.Attached(CommandCodec.readWaiter(fact.getCommand()));
    }

    static Fact.Outbound read(OutboundQueued fact) {
        return new Fact.Outbound.Queued(read(fact.getCommand()));
    }

    static Fact.Outbound read(OutboundAnswered fact) {
        return new Fact.Outbound.Answered(
                new OrderId(fact.getOrderId()),
                Values.same(WorkResultType.class, fact.getType()),
                ServerCodec.readAttempts(fact.getAttempts()),
                fact.getDetail(),
                readOrNull(fact.getPrepared()),
                Values.same(Invitation.Endpoint.class, fact.getEndpoint()),
                Duration.ofMillis(fact.getRetryAfterMs()));
    }

    static Fact.Outbound read(OutboundResting fact) {
        return new Fact.Outbound.Resting(Values.instant(fact.getUntil()), fact.getRound());
    }

    static Fact.Outbound read(OutboundEnded fact) {
        return new Fact.Outbound.Ended(Values.same(OutcomeType.class, fact.getOutcome()));
    }

    static @Nullable PreparedEvent writeOrNull(OutboundOperation.@Nullable Prepared prepared) {
        return prepared == null
                ? null
                : PreparedEvent.newBuilder()
                        .setEvent(Values.write(prepared.event()))
                        .setVia(Values.texts(prepared.via()))
                        .build();
    }

    static OutboundOperation.@Nullable Prepared readOrNull(@Nullable PreparedEvent prepared) {
        return prepared == null
                ? null
                : new OutboundOperation.Prepared(Values.read(prepared.getEvent()), Values.servers(prepared.getVia()));
    }
}
