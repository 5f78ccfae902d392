package io.vestibule.console.board;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Work orders that nobody has answered yet: orders and results come by two topics, in whatever order. Bounded, and what is
 * long overdue is dropped. Thread-safe.
 */
public final class WorkBoard {

    private static final int MOST_OPEN = 5_000;
    private static final int MOST_ANSWERED = 20_000;
    private static final int MOST_SERVERS = 10;
    private static final Duration OVERDUE = Duration.ofMinutes(1);

    /**
     * An order that is open.
     *
     * @param id its ID
     * @param type what is to be done
     * @param room the room
     * @param user the user
     * @param isAwaited somebody waits
     * @param servers who is asked: one that an event goes to, or candidates in their order
     * @param isSent an event goes to the one server; else servers are asked one after another
     * @param since when it was ordered, milliseconds since the epoch
     * @param until when it ends at the latest
     */
    public record Open(
            String id,
            String type,
            String room,
            String user,
            boolean isAwaited,
            List<String> servers,
            boolean isSent,
            long since,
            long until) {

        public Open {
            servers = List.copyOf(servers);
        }

        static Open of(WorkOrder order) {
            boolean sent = order.getSubmit() != null || order.getSendInvite() != null || order.getSendPdu() != null;
            return new Open(
                    order.getOrderId(),
                    order.getType().name(),
                    order.getRoomId(),
                    order.getUserId(),
                    order.getInteractive(),
                    serversOf(order),
                    sent,
                    order.getIssuedAt(),
                    order.getNotAfter());
        }

        private static List<String> serversOf(WorkOrder order) {
            var submit = order.getSubmit();
            if (submit != null) {
                return List.of(submit.getServer());
            }
            var prepare = order.getPrepare();
            if (prepare != null) {
                return prepare.getCandidates().stream()
                        .limit(MOST_SERVERS)
                        .map(Candidate::getServer)
                        .toList();
            }
            boolean elsewhere = order.getSendInvite() != null || order.getSendPdu() != null;
            int colon = order.getUserId().indexOf(':');
            return elsewhere && colon > 0 ? List.of(order.getUserId().substring(colon + 1)) : List.of();
        }

        /**
         * Writes the order as an object.
         *
         * @param asking the servers that its worker is asking at this moment, as far as is known
         */
        public void writeTo(JsonWriter json, List<String> asking) {
            json.beginObject()
                    .field("order_id", id)
                    .field("type", type)
                    .field("room", room)
                    .field("user", user)
                    .field("awaited", isAwaited)
                    .field("since", Instant.ofEpochMilli(since).toString())
                    .field("until", Instant.ofEpochMilli(until).toString());
            json.name("servers").beginArray();
            servers.forEach(json::value);
            json.endArray().field("sending", isSent).name("asking").beginArray();
            (isSent ? servers : asking).forEach(json::value);
            json.endArray().endObject();
        }
    }

    private final InstantSource clock;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Set<String> answered = new LinkedHashSet<>();

    /** @param clock the time */
    public WorkBoard(InstantSource clock) {
        this.clock = clock;
    }

    /** An order was given. */
    public synchronized void ordered(WorkOrder order) {
        if (!answered.contains(order.getOrderId()) && !isOverdue(order.getNotAfter())) {
            open.put(order.getOrderId(), Open.of(order));
            dropFirst(open.keySet(), MOST_OPEN);
        }
    }

    /** An order was answered. */
    public synchronized void answered(String order) {
        if (open.remove(order) == null) {
            answered.add(order);
            dropFirst(answered, MOST_ANSWERED);
        }
    }

    /** @return what is open, those first for whom somebody waits, then the oldest */
    public synchronized List<Open> open(int most) {
        open.values().removeIf(order -> isOverdue(order.until()));
        return open.values().stream()
                .sorted(Comparator.comparing(Open::isAwaited).reversed().thenComparing(Open::since))
                .limit(most)
                .toList();
    }

    /** @return how many are open */
    public synchronized int size() {
        return open.size();
    }

    private boolean isOverdue(long notAfter) {
        return notAfter + OVERDUE.toMillis() < clock.millis();
    }

    private static void dropFirst(Set<String> ids, int most) {
        if (ids.size() > most) {
            ids.remove(ids.iterator().next());
        }
    }
}
