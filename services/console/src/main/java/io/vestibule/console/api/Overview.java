package io.vestibule.console.api;

import io.vestibule.console.board.Boards;
import io.vestibule.console.board.InviteRow;
import io.vestibule.console.board.WorkBoard;
import io.vestibule.matrix.json.JsonWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Everything that the page shows at first sight, in one bounded document. */
final class Overview {

    private static final int OLDEST = 10;
    private static final int IN_FLIGHT = 30;
    private static final int SERVERS = 50;
    private static final int LETTERS = 10;
    private static final long NO_WAIT = 0;

    private Overview() {}

    static byte[] of(Boards boards, WorkersNow workers, InstantSource clock) throws InterruptedException {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("at", clock.instant().toString())
                .field("caught_up", boards.isCaughtUp(NO_WAIT))
                .field("complete", boards.invites().isWhole());
        counts(boards, json);
        json.name("oldest_pending").beginArray();
        boards.invites().list(InviteRow::isPending, null, OLDEST).rows().forEach(row -> row.writeTo(json));
        json.endArray();
        json.name("in_flight").beginObject().field("count", boards.work().size());
        inFlight(boards, workers, IN_FLIGHT, json.name("items"));
        json.endObject();
        boards.servers().writeTo(json.name("servers"), SERVERS);
        boards.topics().writeTo(json.name("topics"));
        json.name("dead_letters")
                .beginObject()
                .field("count", boards.letters().count())
                .name("newest");
        boards.letters().writeTo(json, LETTERS);
        return json.endObject().endObject().toBytes();
    }

    static void inFlight(Boards boards, WorkersNow workers, int most, JsonWriter json) {
        List<WorkBoard.Open> open = boards.work().open(most);
        Map<String, List<String>> calls = open.isEmpty() ? Map.of() : workers.calls();
        json.beginArray();
        open.forEach(order -> order.writeTo(json, calls.getOrDefault(order.id(), List.of())));
        json.endArray();
    }

    static void counts(Boards boards, JsonWriter json) {
        json.name("counts").beginObject();
        boards.invites().counts().forEach((state, count) -> json.field(state.name(), count));
        json.endObject();
    }
}
