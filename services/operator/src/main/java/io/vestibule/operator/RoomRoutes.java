package io.vestibule.operator;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.topology.codec.LedgerCodec;
import java.util.List;

/** The servers that lead into a room: the topology's own fold, applied to the ledger as it is read. */
public final class RoomRoutes {

    private RoomRoutes() {}

    /**
     * @param room the room
     * @param ledger its events, oldest first
     * @return the servers in the order of MSC4125, newest invite first
     */
    public static List<String> of(RoomId room, List<LedgerEvent> ledger) {
        return fold(room, ledger).room().routes().servers().stream()
                .map(route -> route.server().value())
                .toList();
    }

    /**
     * @param room the room
     * @param ledger its events, oldest first
     * @return all that the ledger tells of the room
     */
    public static RoomLedger fold(RoomId room, List<LedgerEvent> ledger) {
        RoomLedger folded = RoomLedger.ofWindow(room);
        ledger.stream().map(LedgerCodec::read).forEach(folded::apply);
        return folded;
    }
}
