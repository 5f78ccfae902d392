package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareEvent;
import io.vestibule.schemas.SendInviteOrder;
import io.vestibule.schemas.SendPdu;
import io.vestibule.worker.order.OrderReader.BadOrderException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads orders about users of other servers. Stateless. */
final class OutboundOrderReader {
    private OutboundOrderReader() {}

    static Order prepare(Order.Head head, PrepareEvent prepare) throws BadOrderException {
        if (prepare.getMembership() != Membership.INVITE && prepare.getMembership() != Membership.LEAVE) {
            throw new BadOrderException("nobody is sent a membership " + prepare.getMembership());
        }
        return new Order.PrepareEvent(
                head,
                prepare.getMembership() == Membership.LEAVE,
                prepare.getEventJson().getBytes(StandardCharsets.UTF_8),
                new Order.GivenState(
                        prepare.getInviteRoomState(), prepare.getCreateEventJson(), prepare.getPolicyServer()),
                new Order.Via(servers(prepare.getVia()), prepare.getNarrowVia()));
    }

    static Order sendInvite(Order.Head head, SendInviteOrder send) throws BadOrderException {
        ShownState state =
                ShownState.read(send.getInviteRoomState(), send.getCreateEventJson(), head.room(), head.rules());
        return new Order.SendInvite(
                head,
                event(head, send.getEventId(), send.getEventJson()),
                state,
                servers(send.getVia()),
                send.getEndpoint());
    }

    static Order sendPdu(Order.Head head, SendPdu send) throws BadOrderException {
        return new Order.SendPdu(head, event(head, send.getEventId(), send.getEventJson()));
    }

    private static Pdu event(Order.Head head, String id, String json) throws BadOrderException {
        Pdu event =
                Pdu.read(json.getBytes(StandardCharsets.UTF_8), head.rules()).orThrow();
        if (!event.eventId().value().equals(id)) {
            throw new BadOrderException("the event's ID is " + event.eventId() + ", not " + id);
        }
        return event;
    }

    private static List<ServerName> servers(List<String> names) {
        return names.stream().map(ServerName::of).toList();
    }
}
