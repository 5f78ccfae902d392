package io.vestibule.topology.codec;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Coordinates;
import io.vestibule.model.LedgerEvent;

/** Events of the ledger. */
public final class LedgerCodec {

    private LedgerCodec() {}

    /** @return the event as it stands in the ledger */
    public static io.vestibule.schemas.LedgerEvent write(LedgerEvent event) {
        io.vestibule.schemas.LedgerEvent.Builder written = io.vestibule.schemas.LedgerEvent.newBuilder()
                .setRoomId(event.room().value())
                .setUserId(Values.text(event.user()))
                .setDecidedAt(Values.millis(event.decidedAt()))
                .setTopic(event.origin().topic())
                .setPartition(event.origin().partition())
                .setInputOffset(event.origin().offset())
                .setIndex(event.index());
        FactWriter.write(written, event);
        return written.build();
    }

    /**
     * @throws IllegalArgumentException if the event is of a type that this release does not know, or lacks what its type
     *     promises: whoever folds the ledger has to stop there
     */
    public static LedgerEvent read(io.vestibule.schemas.LedgerEvent event) {
        return new LedgerEvent(
                RoomId.of(event.getRoomId()),
                Values.orNull(event.getUserId(), UserId::of),
                Values.instant(event.getDecidedAt()),
                new Coordinates(event.getTopic(), event.getPartition(), event.getInputOffset()),
                event.getIndex(),
                FactReader.read(event));
    }
}
