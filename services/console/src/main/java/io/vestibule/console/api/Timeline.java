package io.vestibule.console.api;

import io.vestibule.client.TopicReader;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.Detail;
import io.vestibule.operator.History;
import io.vestibule.operator.HistoryEntry;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.catalog.Topics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What happened to an invite, from the ledger: reads the room's partition, a few at a time, and looks up who gave each
 * command. Blocks. Thread-safe.
 */
final class Timeline {

    private static final int AT_ONCE = 2;
    private static final int MOST_REMEMBERED = 2_000;

    private final String commands;
    private final Semaphore reading = new Semaphore(AT_ONCE);
    private final Map<String, String> issuers = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    Timeline(String topicPrefix) {
        this.commands = Topics.INVITES_COMMANDS.prefixed(topicPrefix).name();
    }

    /**
     * @param after how many entries are skipped
     * @param limit how many are told at most
     * @return {@code {"items":[…],"total":…,"next":…}}, the oldest first
     */
    JsonWriter of(TopicReader reader, RoomId room, UserId user, int after, int limit) throws InterruptedException {
        List<LedgerEvent> events = events(reader, room, user);
        JsonWriter json = new JsonWriter().beginObject().name("items").beginArray();
        int end = Math.min(events.size(), after + limit);
        for (int i = Math.min(after, end); i < end; i++) {
            entry(reader, events.get(i)).writeTo(json);
        }
        json.endArray().field("total", events.size());
        if (end < events.size()) {
            json.field("next", end);
        }
        return json.endObject();
    }

    private List<LedgerEvent> events(TopicReader reader, RoomId room, UserId user) throws InterruptedException {
        reading.acquire();
        try {
            return reader.records(Topics.INVITES_EVENTS, room).stream()
                    .map(ConsumerRecord::value)
                    .filter(event -> event != null && event.getUserId().equals(user.value()))
                    .toList();
        } finally {
            reading.release();
        }
    }

    private HistoryEntry entry(TopicReader reader, LedgerEvent event) {
        HistoryEntry entry = History.entry(event);
        if (!event.getTopic().equals(commands) || event.getIndex() > 0) {
            return entry;
        }
        String by = issuers.computeIfAbsent(
                event.getPartition() + "-" + event.getInputOffset(), place -> issuer(reader, event));
        return by.isEmpty() ? entry : entry.with(new Detail.Text("by", by));
    }

    private static String issuer(TopicReader reader, LedgerEvent event) {
        Optional<InviteCommand> command = reader.at(
                        Topics.INVITES_COMMANDS, event.getPartition(), event.getInputOffset())
                .map(ConsumerRecord::value);
        return command.map(InviteCommand::getIssuedBy).orElse("");
    }
}
