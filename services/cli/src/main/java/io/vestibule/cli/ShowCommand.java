package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.History;
import io.vestibule.operator.HistoryEntry;
import io.vestibule.operator.RoomRoutes;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code show ROOM USER}: what became of an invite, and where the room can be reached. */
@Command(
        name = "show",
        description =
                "Show an invite: its state, the servers that lead into the room, newest invite first, and its history.",
        footer = "%nExample: vestibule show '!room:a.example' @bob:us.example --json",
        mixinStandardHelpOptions = true)
public final class ShowCommand extends PrintingCommand {

    private static final String NO_STATE = "NONE";

    @Mixin
    InviteTarget target = new InviteTarget();

    @Override
    public Integer call() {
        RoomId room = target.requireRoom();
        UserId user = target.requireUser();
        try (TopicReader reader = TopicReader.open(target.settings())) {
            Optional<InviteView> view = reader.view(room, user);
            List<LedgerEvent> ledger = reader.records(Topics.INVITES_EVENTS, room).stream()
                    .map(ConsumerRecord::value)
                    .toList();
            List<HistoryEntry> history = History.of(ledger, user.value());
            List<String> routes = RoomRoutes.of(room, ledger);
            print(target.json ? json(view, routes, history) : plain(view, routes, history));
            return (view.isEmpty() ? ExitCode.NOT_INVITED : ExitCode.OK).code();
        }
    }

    private String json(Optional<InviteView> view, List<String> routes, List<HistoryEntry> history) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("room", target.requireRoom().value())
                .field("user", target.requireUser().value())
                .field("state", view.map(known -> known.getState().name()).orElse(NO_STATE));
        json.name("routes").beginArray();
        routes.forEach(json::value);
        json.endArray().name("history").beginArray();
        history.forEach(entry -> entry.writeTo(json));
        return new String(json.endArray().endObject().toBytes(), UTF_8);
    }

    private String plain(Optional<InviteView> view, List<String> routes, List<HistoryEntry> history) {
        StringBuilder text =
                new StringBuilder("room     " + target.requireRoom() + "\nuser     " + target.requireUser());
        text.append("\nstate    ")
                .append(view.map(known -> known.getState() + " since " + Instant.ofEpochMilli(known.getUpdatedAt()))
                        .orElse(NO_STATE));
        view.filter(known -> !known.getSender().isEmpty())
                .ifPresent(known -> text.append("\ninvited  by ").append(known.getSender()));
        text.append("\nroutes   ").append(routes.isEmpty() ? "none" : String.join(", ", routes));
        text.append("\nhistory");
        history.forEach(entry -> text.append("\n  ").append(entry.line()));
        return text.toString();
    }
}
