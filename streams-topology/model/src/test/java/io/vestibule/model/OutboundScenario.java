package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Steps about Dana of d.example, whom we invite. */
final class OutboundScenario {

    static final UserId DANA = UserId.of("@dana:d.example");
    static final List<ServerName> VIA = List.of(ServerName.of("a.example"), Hall.US);

    private static final List<RoomServer> SERVERS = List.of(
            new RoomServer(ServerName.of("a.example"), 100, false, 1, false),
            new RoomServer(ServerName.of("b.example"), 0, false, 9, false));

    private OutboundScenario() {}

    static Consumer<Hall> sends(String command, String json) {
        return sendsTo(DANA, command, json);
    }

    static Consumer<Hall> sendsTo(UserId user, String command, String json) {
        return hall ->
                hall.input(new Input.CommandReceived(command(CommandType.SEND_INVITE, user, command, json, null)));
    }

    static Consumer<Hall> sendsVia(String command, ServerName... via) {
        Outgoing.Via given = new Outgoing.Via(List.of(via), SERVERS, null);
        return hall -> hall.input(new Input.CommandReceived(
                command(CommandType.SEND_INVITE, DANA, command, outgoing("e1", given), null)));
    }

    static Consumer<Hall> sendsUntil(String command, String json, Duration deadline) {
        return hall -> hall.input(new Input.CommandReceived(
                command(CommandType.SEND_INVITE, DANA, command, json, hall.now().plus(deadline))));
    }

    static Consumer<Hall> retracts(String command, String json) {
        return hall ->
                hall.input(new Input.CommandReceived(command(CommandType.RETRACT_INVITE, DANA, command, json, null)));
    }

    private static Command command(CommandType type, UserId user, String id, String json, Instant notAfter) {
        return command(type, user, id, outgoing(json, new Outgoing.Via(List.of(), SERVERS, null)), notAfter);
    }

    private static Outgoing outgoing(String json, Outgoing.Via via) {
        return new Outgoing(
                json, RoomVersionId.of("11"), new Outgoing.RoomState(List.of("state"), "create"), via, false);
    }

    private static Command command(CommandType type, UserId user, String id, Outgoing outgoing, Instant notAfter) {
        return new Command(
                new CommandId(id),
                type,
                Hall.ROOM,
                user,
                Hall.START,
                notAfter,
                Residency.YES,
                "test",
                Wish.NONE,
                false,
                false,
                outgoing);
    }

    static MemberEvent event(String id) {
        return new MemberEvent(EventId.of(id), "{\"signed\":\"" + id + "\"}");
    }

    static Consumer<Hall> prepares(String eventId) {
        return hall -> {
            WorkOrder order = openOrder(hall);
            assertThat(order.work()).isInstanceOf(WorkOrder.Work.PrepareEvent.class);
            hall.answer(prepared(order, eventId));
        };
    }

    static WorkResult prepared(WorkOrder order, String eventId) {
        return result(
                order,
                WorkResultType.EVENT_PREPARED,
                event(eventId),
                new WorkResult.Outbound(VIA, Invitation.Endpoint.UNKNOWN, Duration.ZERO));
    }

    static Consumer<Hall> answers(WorkResultType type, String eventId) {
        return hall -> hall.answer(result(openOrder(hall), type, event(eventId), WorkResult.Outbound.NONE));
    }

    static Consumer<Hall> notSent(WorkResultType type) {
        return hall -> hall.answer(result(openOrder(hall), type, null, WorkResult.Outbound.NONE));
    }

    static Consumer<Hall> unanswered(Invitation.Endpoint version) {
        return hall -> hall.answer(result(
                openOrder(hall),
                WorkResultType.AMBIGUOUS,
                null,
                new WorkResult.Outbound(List.of(), version, Duration.ZERO)));
    }

    static Consumer<Hall> rateLimited(Duration retryAfter) {
        return hall -> hall.answer(result(
                openOrder(hall),
                WorkResultType.RATE_LIMITED,
                null,
                new WorkResult.Outbound(List.of(), Invitation.Endpoint.UNKNOWN, retryAfter)));
    }

    static WorkResult result(WorkOrder order, WorkResultType type, MemberEvent event, WorkResult.Outbound outbound) {
        return new WorkResult(
                order.id(),
                type,
                order.room(),
                order.user(),
                List.of(),
                null,
                event,
                null,
                null,
                "as the peer put it",
                outbound);
    }

    /** Every try fails in this way until there is none any more. */
    static void failUntilTheEnd(Hall hall, WorkResultType type) {
        for (int tries = 0; tries < 1000 && !hall.ledger().outbound(DANA).isEmpty(); tries++) {
            if (hall.openOrders().isEmpty()) {
                hall.pass(Duration.ofSeconds(1));
            } else {
                notSent(type).accept(hall);
            }
            while (hall.openOrders().isEmpty() && !hall.ledger().outbound(DANA).isEmpty()) {
                hall.pass(Duration.ofSeconds(10));
            }
        }
    }

    static WorkOrder openOrder(Hall hall) {
        assertThat(hall.openOrders()).as("open orders").hasSize(1);
        return hall.openOrders().getFirst();
    }

    static <W extends WorkOrder.Work> W open(Hall hall, Class<W> work) {
        return work.cast(openOrder(hall).work());
    }

    /** The orders that had something sent. */
    static List<WorkOrder> tries(Hall hall) {
        return hall.orders().stream()
                .filter(order -> order.work() instanceof WorkOrder.Work.SendInvite
                        || order.work() instanceof WorkOrder.Work.SendPdu)
                .toList();
    }
}
