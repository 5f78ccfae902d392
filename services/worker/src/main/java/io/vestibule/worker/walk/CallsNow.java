package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Which servers walks are asking at this moment, for whoever watches. Thread-safe. */
public final class CallsNow {

    /** What the admin server tells it under. */
    public static final String NAME = "worker-calls";

    private static final int MOST_TOLD = 1_000;

    private record Call(String order, ServerName server, long since) {}

    /** A call that is under way, to be closed when it is over. */
    public interface UnderWay extends AutoCloseable {
        @Override
        void close();
    }

    private final Map<Long, Call> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /**
     * A call begins.
     *
     * @param order the work order that it is made for
     * @param now milliseconds since the epoch
     */
    public UnderWay begin(String order, ServerName server, long now) {
        Long id = ids.incrementAndGet();
        calls.put(id, new Call(order, server, now));
        return () -> calls.remove(id);
    }

    /** @return {@code {"calls":[{"order_id","server","since"}]}}, bounded */
    public byte[] json() {
        JsonWriter json = new JsonWriter().beginObject().name("calls").beginArray();
        calls.values().stream()
                .limit(MOST_TOLD)
                .forEach(call -> json.beginObject()
                        .field("order_id", call.order())
                        .field("server", call.server().value())
                        .field("since", Instant.ofEpochMilli(call.since()).toString())
                        .endObject());
        return json.endArray().endObject().toBytes();
    }
}
