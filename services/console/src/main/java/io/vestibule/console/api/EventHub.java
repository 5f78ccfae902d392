package io.vestibule.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpStream;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.catalog.RoomUserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events for everybody who watches: what changed, four times a second, and the overview once a second. Nothing is
 * made while nobody watches; who does not keep up misses some. Thread-safe.
 */
final class EventHub implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventHub.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TICKS_PER_OVERVIEW = 4;
    private static final int MOST_WATCHERS = 100;
    private static final int MOST_CHANGES = 200;

    private final Supplier<byte[]> overview;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final Set<RoomUserKey> changed = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /** @param overview makes the overview; called on the hub's own thread */
    EventHub(Supplier<byte[]> overview) {
        this.overview = overview;
        this.thread = Thread.ofVirtual().name("vestibule-console-events").unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    /** An invite has changed. */
    void changed(RoomUserKey key) {
        if (!watchers.isEmpty() && changed.size() < MOST_CHANGES) {
            changed.add(key);
        }
    }

    int watchers() {
        return watchers.size();
    }

    HttpAnswer watch() {
        if (watchers.size() >= MOST_WATCHERS) {
            return HttpAnswer.unavailable("Too many pages are open", Duration.ofSeconds(10));
        }
        return HttpAnswer.streaming("text/event-stream", new Watcher()).withHeader("Cache-Control", "no-store");
    }

    private final class Watcher implements HttpStream {
        private volatile @Nullable Outlet outlet;
        private volatile boolean lagging;

        @Override
        public void opened(Outlet to) {
            outlet = to;
            to.write("retry: 2000\n\n".getBytes(UTF_8));
            watchers.add(this);
        }

        @Override
        public void gone() {
            watchers.remove(this);
        }

        void send(byte[] event) {
            Outlet to = outlet;
            if (to != null) {
                lagging = !to.write(event);
            }
        }

        void end() {
            Outlet to = outlet;
            if (to != null) {
                to.end();
            }
        }
    }

    private void run() {
        try {
            for (int tick = 0; ; tick++) {
                Thread.sleep(TICK);
                if (!watchers.isEmpty()) {
                    tell(tick % TICKS_PER_OVERVIEW == 0);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(boolean withOverview) {
        try {
            List<RoomUserKey> now = new ArrayList<>(changed);
            now.forEach(changed::remove);
            if (!now.isEmpty()) {
                send(event("changed", changes(now)));
            }
            if (withOverview) {
                send(event("overview", overview.get()));
            }
        } catch (RuntimeException failure) {
            log.atWarn().setCause(failure).log("the console could not tell its watchers");
        }
    }

    private void send(byte[] event) {
        for (Watcher watcher : watchers) {
            // Whoever lags gets the next one, which has everything.
            if (watcher.lagging) {
                watcher.lagging = false;
            } else {
                watcher.send(event);
            }
        }
    }

    private static byte[] changes(List<RoomUserKey> keys) {
        JsonWriter json = new JsonWriter().beginArray();
        keys.forEach(key -> json.beginObject()
                .field("room", key.room())
                .field("user", key.user())
                .endObject());
        return json.endArray().toBytes();
    }

    private static byte[] event(String name, byte[] json) {
        return ("event: " + name + "\ndata: " + new String(json, UTF_8) + "\n\n").getBytes(UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
        watchers.forEach(Watcher::end);
    }
}
