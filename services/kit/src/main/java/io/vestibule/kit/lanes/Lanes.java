package io.vestibule.kit.lanes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs orders on virtual threads: those of one lane one after another, all others side by side within bounds.
 *
 * <p>At most {@code maxRunning} orders run, at most {@code maxBackground} of them in the background, so that room for
 * interactive ones is always kept. An interactive order never overtakes a background order of its own lane; it lends that
 * lane its urgency instead. Lanes hand over to their next order on the thread that ended, never on the polling thread.
 * Thread-safe.
 */
final class Lanes {
    private static final class Lane {
        final @Nullable String name;
        final Deque<LaneTask> tasks = new ArrayDeque<>();
        int interactive;
        boolean running;
        boolean runsInBackground;

        Lane(@Nullable String name) {
            this.name = name;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> named = new HashMap<>();
    private final LinkedHashSet<Lane> all = new LinkedHashSet<>();
    private final SequencedSet<Lane> readyInteractive = new LinkedHashSet<>();
    private final SequencedSet<Lane> readyBackground = new LinkedHashSet<>();
    private final int maxRunning;
    private final int maxBackground;
    private boolean stopped;
    private int held;
    private int running;
    private int runningInBackground;

    Lanes(int maxRunning, int maxBackground) {
        this.maxRunning = maxRunning;
        this.maxBackground = maxBackground;
    }

    void submit(LaneTask task) {
        lock.lock();
        try {
            held++;
            Lane lane = laneOf(task);
            lane.tasks.addLast(task);
            if (task.interactive()) {
                lane.interactive++;
            }
            if (!lane.running) {
                makeReady(lane);
            }
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is started any more; what runs may end. */
    void stopStarting() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    /** @return orders that run or wait */
    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    LaneUse use() {
        lock.lock();
        try {
            return new LaneUse(held, running, runningInBackground);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops the waiting orders of an owner and cancels its running ones, except those past their point of no return.
     *
     * @return the threads that still have to unwind
     */
    List<Thread> cancel(Object owner) {
        lock.lock();
        try {
            List<Thread> unwinding = new ArrayList<>();
            for (Lane lane : List.copyOf(all)) {
                cancelIn(lane, owner, unwinding);
            }
            dispatch();
            return unwinding;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts everything that still runs, whatever its point: the process stops. */
    void abandonAll() {
        lock.lock();
        try {
            stopped = true;
            for (Lane lane : all) {
                if (lane.running) {
                    lane.tasks.getFirst().ticket().abandon();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the threads have ended, at most for the given time. */
    static void await(List<Thread> threads, Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (!left.isPositive() || !thread.join(left)) {
                return;
            }
        }
    }

    private void cancelIn(Lane lane, Object owner, List<Thread> unwinding) {
        LaneTask head = lane.running ? lane.tasks.peekFirst() : null;
        lane.tasks.removeIf(task -> {
            if (task.owner() != owner) {
                return false;
            }
            Thread thread = task.ticket().cancel();
            if (task == head) {
                if (thread != null) {
                    unwinding.add(thread);
                }
                return false;
            }
            forget(lane, task);
            return true;
        });
        if (!lane.running) {
            unready(lane);
            makeReadyOrRemove(lane);
        }
    }

    private Lane laneOf(LaneTask task) {
        Lane lane = task.lane() == null ? new Lane(null) : named.computeIfAbsent(task.lane(), Lane::new);
        all.add(lane);
        return lane;
    }

    private void forget(Lane lane, LaneTask task) {
        held--;
        if (task.interactive()) {
            lane.interactive--;
        }
    }

    private void unready(Lane lane) {
        readyInteractive.remove(lane);
        readyBackground.remove(lane);
    }

    private void makeReady(Lane lane) {
        if (lane.interactive > 0) {
            readyBackground.remove(lane);
            readyInteractive.add(lane);
        } else {
            readyBackground.add(lane);
        }
    }

    private void makeReadyOrRemove(Lane lane) {
        if (!lane.tasks.isEmpty()) {
            makeReady(lane);
            return;
        }
        all.remove(lane);
        if (lane.name != null) {
            named.remove(lane.name);
        }
    }

    private void dispatch() {
        if (stopped) {
            return;
        }
        while (running < maxRunning && !readyInteractive.isEmpty()) {
            start(readyInteractive.removeFirst(), false);
        }
        while (running < maxRunning && runningInBackground < maxBackground && !readyBackground.isEmpty()) {
            start(readyBackground.removeFirst(), true);
        }
    }

    private void start(Lane lane, boolean background) {
        LaneTask task = lane.tasks.getFirst();
        lane.running = true;
        lane.runsInBackground = background;
        running++;
        if (background) {
            runningInBackground++;
        }
        Thread.ofVirtual().name("order-" + lane.name).start(() -> run(lane, task));
    }

    private void run(Lane lane, LaneTask task) {
        try {
            if (task.ticket().start(Thread.currentThread())) {
                task.body().run();
            }
        } finally {
            task.ticket().end();
            ended(lane, task);
        }
    }

    private void ended(Lane lane, LaneTask task) {
        lock.lock();
        try {
            running--;
            if (lane.runsInBackground) {
                runningInBackground--;
            }
            lane.running = false;
            lane.tasks.removeFirst();
            forget(lane, task);
            makeReadyOrRemove(lane);
            dispatch();
        } finally {
            lock.unlock();
        }
    }
}
