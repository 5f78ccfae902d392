package io.vestibule.verifier;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * No invite that was answered with 200 is lost: what a peer had signed stands in {@code invites.received}, and each invite there
 * is in the ledger exactly once.
 */
final class InvitesKept extends Check {

    static final String NAME = "no acked invite is lost";

    /** The stage of records whose identifiers are none; nobody got a 200 for them. */
    private static final String NO_INVITE = "topology.read";

    private record Event(String room, String id) {}

    private record Received(Place place, Instant at, RoomUser whose) {}

    private final Map<Event, Received> waiting = new HashMap<>();
    private final Set<Event> seen = new HashSet<>();
    private final Set<Event> recorded = new HashSet<>();
    private final Progressed progressed = new Progressed();

    InvitesKept(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void received(LogEntry<InviteReceived> entry, InviteReceived invite) {
        Event event = new Event(invite.getRoomId(), invite.getEventId());
        seen.add(event);
        RoomUser whose = new RoomUser(invite.getRoomId(), invite.getUserId());
        waiting.putIfAbsent(event, new Received(entry.place(), entry.at(), whose));
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent fact) {
        progressed.fact(fact);
        switch (fact.getType()) {
            case INVITE_RECORDED -> {
                InviteReceived invite = part(fact.getInviteRecorded(), fact).getInvite();
                Event event = new Event(fact.getRoomId(), invite.getEventId());
                judge(
                        recorded.add(event),
                        entry.place(),
                        RoomUser.of(fact),
                        "the invite " + event.id() + " in the ledger once",
                        "it is there again");
                waiting.remove(event);
            }
            case INVITE_REFUSED ->
                waiting.remove(new Event(
                        fact.getRoomId(), part(fact.getInviteRefused(), fact).getEventId()));
            default -> {}
        }
    }

    @Override
    void request(Place place, PeerRequest request) {
        boolean acked = request.side() == PeerRequest.Side.PEER_ASKED
                && request.endpoint() == PeerRequest.Endpoint.INVITE
                && request.status() == 200
                && !request.eventId().isEmpty();
        if (!acked) {
            return;
        }
        Event event = new Event(request.roomId(), request.eventId());
        if (terms().isYoung(request.at()) || (terms().isLedgerCut() && !recorded.contains(event))) {
            notJudged();
        } else {
            judge(
                    seen.contains(event) || recorded.contains(event),
                    place,
                    new RoomUser(request.roomId(), request.userId()),
                    "the invite " + event.id() + ", which " + request.peer() + " got a 200 for, in invites.received",
                    "it is not there");
        }
    }

    @Override
    void finish() {
        waiting.forEach(this::judgeMissing);
    }

    private void judgeMissing(Event event, Received received) {
        String expected = "the invite " + event.id() + " in the ledger";
        String letter = terms().letters().get(received.place());
        Instant latest = terms().takenAt();
        if (NO_INVITE.equals(letter)) {
            judged();
        } else if (letter != null) {
            judge(false, received.place(), received.whose(), expected, "it is a dead letter of " + letter);
        } else if (progressed.isPast(received.place())) {
            judge(false, received.place(), received.whose(), expected, "later invites are there and it is not");
        } else if (terms().bounds()
                        .between(received.at(), latest)
                        .compareTo(terms().bounds().delay())
                > 0) {
            judge(false, received.place(), received.whose(), expected, "undecided at " + latest);
        } else {
            notJudged();
        }
    }
}
