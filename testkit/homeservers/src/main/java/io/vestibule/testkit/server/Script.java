package io.vestibule.testkit.server;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a server does per route: first a queue of behaviours, one a request, then a standing one, which at first is to be
 * healthy. Safe for use by several threads.
 */
public final class Script {

    private final Map<Route, Deque<Fault>> next = new EnumMap<>(Route.class);
    private final Map<Route, Fault> standing = new EnumMap<>(Route.class);

    /** From now on, when the queue is empty, every request for the route meets this. */
    public synchronized Script always(Route route, Fault fault) {
        standing.put(route, fault);
        return this;
    }

    /** Every step of a join or a leave meets this from now on; keys are still served. */
    public synchronized Script everyHandshake(Fault fault) {
        Arrays.stream(Route.values()).filter(Route::isHandshake).forEach(route -> standing.put(route, fault));
        return this;
    }

    /** The next requests for the route meet these, one each. */
    public synchronized Script next(Route route, Fault... faults) {
        next.computeIfAbsent(route, any -> new ArrayDeque<>()).addAll(Arrays.asList(faults));
        return this;
    }

    /** Forgets everything: the server is healthy again. */
    public synchronized void clear() {
        next.clear();
        standing.clear();
    }

    synchronized Fault take(Route route) {
        Deque<Fault> queue = next.get(route);
        Fault queued = queue == null ? null : queue.poll();
        return queued == null ? standing.getOrDefault(route, Fault.healthy()) : queued;
    }
}
