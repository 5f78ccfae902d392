package io.vestibule.kit.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened, to be closed in reverse order; what does not close is logged and does not stop the rest. A second close does
 * nothing. Thread-safe.
 */
public final class Parts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final String whole;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @param whole what they are parts of, for the log */
    public Parts(String whole) {
        this.whole = whole;
    }

    /** @return the part, which is closed with the others from now on */
    public synchronized <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception failure) {
                log.atWarn().setCause(failure).addKeyValue("of", whole).log("a part did not close");
            }
        }
    }
}
