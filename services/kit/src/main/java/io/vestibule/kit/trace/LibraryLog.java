package io.vestibule.kit.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what a library says to the JDK's log, which would be neither in our log's form nor in its place. */
final class LibraryLog extends Handler {

    private LibraryLog() {}

    /** From here on everything that loggers below the name say goes to our log. Twice is once. */
    static void pass(String name) {
        Logger logger = Holder.keep(name);
        for (Handler handler : logger.getHandlers()) {
            if (handler instanceof LibraryLog) {
                return;
            }
        }
        logger.setUseParentHandlers(false);
        logger.addHandler(new LibraryLog());
    }

    /** The JDK forgets loggers, and what was set of them, that nobody holds. */
    private static final class Holder {
        private static volatile Logger held = Logger.getAnonymousLogger();

        static Logger keep(String name) {
            held = Logger.getLogger(name);
            return held;
        }
    }

    @Override
    public void publish(LogRecord said) {
        org.slf4j.Logger log = LoggerFactory.getLogger(String.valueOf(said.getLoggerName()));
        int level = said.getLevel().intValue();
        (level >= Level.SEVERE.intValue()
                        ? log.atError()
                        : level >= Level.WARNING.intValue() ? log.atWarn() : log.atDebug())
                .setCause(said.getThrown())
                .log(String.valueOf(said.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
