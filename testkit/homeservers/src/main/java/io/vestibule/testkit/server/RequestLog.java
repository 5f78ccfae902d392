package io.vestibule.testkit.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Every request that any server of the world received, in order of arrival. Safe for use by several threads. */
public final class RequestLog {

    private final List<RecordedRequest> requests = new ArrayList<>();
    private final List<Consumer<RecordedRequest>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong counter = new AtomicLong();

    long nextNumber() {
        return counter.incrementAndGet();
    }

    void add(RecordedRequest request) {
        synchronized (requests) {
            requests.add(request);
        }
        listeners.forEach(listener -> listener.accept(request));
    }

    /** Calls the listener with every request from now on, on the thread that serves it. */
    public void onRequest(Consumer<RecordedRequest> listener) {
        listeners.add(listener);
    }

    /** @return all requests so far */
    public List<RecordedRequest> all() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** @return the requests for these routes */
    public List<RecordedRequest> of(Route... routes) {
        Set<Route> wanted = Set.copyOf(Arrays.asList(routes));
        return matching(request -> wanted.contains(request.route()));
    }

    /** @return the requests that match */
    public List<RecordedRequest> matching(Predicate<RecordedRequest> predicate) {
        return all().stream().filter(predicate).toList();
    }

    /** @return the nicknames of the servers that were asked for these routes, in order, repeats included */
    public List<String> order(Route... routes) {
        return of(routes).stream().map(RecordedRequest::nickname).toList();
    }
}
