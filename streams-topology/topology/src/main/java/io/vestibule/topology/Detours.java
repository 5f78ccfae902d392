package io.vestibule.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Whether commands for one task's own rooms are on the long way, through the topic that leads to a room's task. What follows
 * them must not overtake them. Used by the task's thread alone.
 *
 * <p>A task that has just come into being does not know what was on the way before: it knows once a command of its own has
 * come through, behind all of those.
 */
final class Detours {

    private static final long NONE = -1;

    private long last = Long.MAX_VALUE;

    /** Those of every task of this process. Thread-safe. */
    static final class Tasks {

        private final Map<TaskId, Detours> tasks = new ConcurrentHashMap<>();

        /** @return what is known of a task that comes into being */
        Detours begin(TaskId task) {
            Detours unknown = new Detours();
            tasks.put(task, unknown);
            return unknown;
        }

        Detours of(TaskId task) {
            return tasks.computeIfAbsent(task, unseen -> new Detours());
        }
    }

    boolean isNoneOnTheWay() {
        return last == NONE;
    }

    /** The command at this offset of the task's partition takes the long way. */
    void left(long offset) {
        last = offset;
    }

    /** It has come through. */
    void came(long offset) {
        if (offset >= last) {
            last = NONE;
        }
    }
}
