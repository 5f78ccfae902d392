package io.vestibule.verifier;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Writes what a topology writes about one room. */
final class Ledger {

    private final LogOnPaper log;
    private final String room;
    private Place input = new Place("", 0, 0);
    private Instant now = Instant.EPOCH;
    private int index;

    Ledger(LogOnPaper log, String room) {
        this.log = log;
        this.room = room;
    }

    /** The facts that follow are decided about this input. */
    Ledger on(Place record, Instant at) {
        input = record;
        now = at;
        index = 0;
        return this;
    }

    Place fact(LedgerEventType type, String user, UnaryOperator<LedgerEvent.Builder> filled) {
        LedgerEvent.Builder event = LedgerEvent.newBuilder()
                .setType(type)
                .setRoomId(room)
                .setUserId(user)
                .setDecidedAt(now.toEpochMilli())
                .setTopic(input.topic())
                .setPartition(input.partition())
                .setInputOffset(input.offset())
                .setIndex(index++);
        LedgerEvent built = filled.apply(event).build();
        Place place = log.append(Topics.INVITES_EVENTS, room, built, now);
        if (built.getWorkOrdered() != null) {
            WorkOrder order = built.getWorkOrdered().getOrder();
            log.append(Topics.INVITES_HANDSHAKES, room, order, now);
        }
        if (built.getCommandConcluded() != null) {
            log.append(
                    Topics.INVITES_OUTCOMES, room, built.getCommandConcluded().getOutcome(), now);
        }
        return place;
    }

    void view(String user, InviteStateType state, UnaryOperator<InviteView.Builder> filled) {
        InviteView view = filled.apply(InviteView.newBuilder()
                        .setRoomId(room)
                        .setUserId(user)
                        .setState(state)
                        .setUpdatedAt(now.toEpochMilli()))
                .build();
        log.append(Topics.INVITES_STATE, new RoomUserKey(room, user).text(), view, now);
    }

    Instant now() {
        return now;
    }
}
