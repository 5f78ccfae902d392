package io.vestibule.interop;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be ended when a run is over or interrupted: the last started first, each once. Thread-safe. */
final class Ending implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean over;

    /** Takes something to end; ends it at once if the run is already over. */
    synchronized void take(AutoCloseable started) {
        if (over) {
            end(started);
        } else {
            open.push(started);
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        while (!open.isEmpty()) {
            end(open.pop());
        }
    }

    private static void end(AutoCloseable started) {
        try {
            started.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.err.println("while ending: " + e);
        }
    }
}
