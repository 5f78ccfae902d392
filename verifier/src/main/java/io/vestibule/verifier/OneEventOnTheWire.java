package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkOrdered;
import io.vestibule.schemas.WorkResultType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is repeated has the same event ID: for one invite, no other join or leave is sent while the fate of the one before is
 * open, it goes to the server that gave the template, and peers see no event that was not written down for them first. Of an
 * invite or a retraction of ours, every try sends the one event that was prepared.
 */
final class OneEventOnTheWire extends Check {

    static final String NAME = "one event on the wire";

    /** The server says what became of the event. */
    private static final Set<WorkResultType> DEFINITE =
            EnumSet.of(WorkResultType.SUBMITTED, WorkResultType.FORBIDDEN, WorkResultType.EXHAUSTED);

    private record Intent(RoomUser whose, Membership membership, String invite) {}

    private record EventAt(String room, String event, String server) {}

    /** What was sent last for an intent. */
    private static final class Sent {
        private final String event;
        private final String server;
        private boolean definite;

        Sent(String event, String server) {
            this.event = event;
            this.server = server;
        }
    }

    private final Map<Intent, Sent> last = new HashMap<>();
    private final Map<String, Sent> byOrder = new HashMap<>();
    private final Map<RoomUser, String> templates = new HashMap<>();
    private final Map<RoomUser, String> outbound = new HashMap<>();
    private final Set<EventAt> written = new HashSet<>();

    OneEventOnTheWire(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        RoomUser whose = RoomUser.of(event);
        switch (event.getType()) {
            case WORK_ORDERED -> ordered(entry.place(), whose, part(event.getWorkOrdered(), event));
            case WORK_ANSWERED -> {
                var answered = part(event.getWorkAnswered(), event);
                answered(whose, answered.getOrderId(), answered.getType(), answered.getServer());
            }
            case OUTBOUND_STARTED -> outbound.remove(whose);
            case OUTBOUND_ANSWERED -> {
                var prepared = part(event.getOutboundAnswered(), event).getPrepared();
                if (prepared != null) {
                    outbound.put(whose, prepared.getEvent().getEventId());
                }
            }
            default -> {}
        }
    }

    private void answered(RoomUser whose, String order, WorkResultType how, String server) {
        Sent sent = byOrder.get(order);
        if (sent != null && DEFINITE.contains(how)) {
            sent.definite = true;
        } else if (how == WorkResultType.PREPARED) {
            templates.put(whose, server);
        }
    }

    private void ordered(Place place, RoomUser whose, WorkOrdered ordered) {
        WorkOrder order = ordered.getOrder();
        SubmitMembership submit = order.getSubmit();
        if (order.getType() == WorkOrderType.SUBMIT_MEMBERSHIP && submit != null) {
            submitted(place, whose, order, submit);
        } else {
            String event = eventOf(order);
            if (event != null) {
                written.add(new EventAt(whose.room(), event, serverOf(whose.user())));
                String prepared = outbound.get(whose);
                judge(
                        event.equals(prepared) || (prepared == null && terms().isLedgerCut()),
                        place,
                        whose,
                        "the event that was prepared, " + prepared,
                        "an order to send " + event);
            }
        }
    }

    private static @Nullable String eventOf(WorkOrder order) {
        if (order.getSendInvite() != null) {
            return order.getSendInvite().getEventId();
        }
        return order.getSendPdu() != null ? order.getSendPdu().getEventId() : null;
    }

    private static String serverOf(String user) {
        return user.substring(user.indexOf(':') + 1);
    }

    private void submitted(Place place, RoomUser whose, WorkOrder order, SubmitMembership submit) {
        String event = submit.getEventId();
        String server = submit.getServer();
        written.add(new EventAt(whose.room(), event, server));
        Intent intent = new Intent(whose, submit.getMembership(), order.getInviteEventId());
        Sent before = last.get(intent);
        String now = "an order to send " + event + " to " + server;
        if (before != null && before.event.equals(event)) {
            judge(before.server.equals(server), place, whose, event + " at " + before.server + " again", now);
            byOrder.put(order.getOrderId(), before);
            return;
        }
        if (before == null || before.definite) {
            judged();
        } else {
            judge(false, place, whose, before.event + " settled at " + before.server + " first", now);
        }
        String template = templates.get(whose);
        if (template != null) {
            judge(template.equals(server), place, whose, "the server that gave the template, " + template, now);
        }
        Sent sent = new Sent(event, server);
        last.put(intent, sent);
        byOrder.put(order.getOrderId(), sent);
    }

    @Override
    void request(Place place, PeerRequest request) {
        boolean sends = switch (request.endpoint()) {
            case SEND_JOIN, SEND_LEAVE, INVITE -> true;
            case MAKE_JOIN, MAKE_LEAVE, OTHER -> false;
        };
        if (!sends
                || request.side() != PeerRequest.Side.VESTIBULE_ASKED
                || request.eventId().isEmpty()) {
            return;
        }
        if (terms().isYoung(request.at()) || terms().isLedgerCut()) {
            notJudged();
        } else {
            judge(
                    written.contains(new EventAt(request.roomId(), request.eventId(), request.peer())),
                    place,
                    new RoomUser(request.roomId(), request.userId()),
                    "an order to send " + request.eventId() + " to " + request.peer(),
                    "the request without one");
        }
    }
}
