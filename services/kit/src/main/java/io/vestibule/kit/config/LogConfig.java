package io.vestibule.kit.config;

import java.util.List;

/**
 * The {@code log} section. Immutable.
 *
 * @param format lines for people or for machines
 * @param level the least level that is written
 */
public record LogConfig(Format format, Level level) {

    /** The form of a log line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The levels, least to most. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    static final Key<Format> FORMAT =
            Key.of("log.format", "text", "The form of a log line: text or json.", Syntax.oneOf(Format.class));
    static final Key<Level> LEVEL =
            Key.of("log.level", "info", "The least level written: trace to error.", Syntax.oneOf(Level.class));

    static final List<Key<?>> KEYS = List.of(FORMAT, LEVEL);

    static LogConfig read(Settings settings) {
        return new LogConfig(settings.get(FORMAT), settings.get(LEVEL));
    }
}
