package io.vestibule.kit.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The {@code appservice} section: what is sent to application services and asked of them. Immutable.
 *
 * @param registration which services there are
 * @param listen where ingress asks whether a user of theirs exists
 * @param groupPrefix stands in front of a service's ID in the name of its consumer group
 * @param calls how long a call may take
 * @param retries when what was not taken is sent again
 */
public record AppserviceConfig(
        Registration registration, HostPort listen, String groupPrefix, Calls calls, Retries retries) {

    /**
     * Which services there are.
     *
     * @param files their registration files; absolute
     * @param reload how often the files are looked at
     */
    public record Registration(List<Path> files, Duration reload) {
        public Registration {
            files = List.copyOf(files);
            Syntax.positive(RELOAD_INTERVAL, reload);
        }
    }

    /**
     * How long a call may take.
     *
     * @param transaction the PUT of a transaction
     * @param query the GET of a user
     */
    public record Calls(Duration transaction, Duration query) {
        public Calls {
            Syntax.positive(TRANSACTION_TIMEOUT, transaction);
            Syntax.positive(QUERY_TIMEOUT, query);
            if (transaction.compareTo(LONGEST_TRANSACTION) > 0) {
                throw new ConfigException(TRANSACTION_TIMEOUT + ": " + transaction + " is longer than "
                        + LONGEST_TRANSACTION.toMinutes() + " minutes, in which a queue would lose its place");
            }
        }
    }

    /**
     * When what was not taken is sent again.
     *
     * @param first the pause after the first failure, doubled after each
     * @param longest the longest pause
     * @param legacyPaths how long the legacy paths are used before the present ones are tried again
     */
    public record Retries(Duration first, Duration longest, Duration legacyPaths) {
        public Retries {
            Syntax.positive(FIRST_RETRY, first);
            Syntax.positive(LONGEST_RETRY, longest);
            Syntax.positive(LEGACY_PATHS_FOR, legacyPaths);
        }
    }

    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(3);

    static final Key<List<String>> REGISTRATION_FILES = Key.list(
            "appservice.registration-files",
            "",
            "The registration files of the application services; read again when they change.",
            Syntax::text);
    static final Key<Duration> RELOAD_INTERVAL = Key.of(
            "appservice.reload-interval", "10s", "How often the registration files are looked at.", Syntax::duration);
    static final Key<HostPort> LISTEN = Key.of(
            "appservice.listen",
            "127.0.0.1:8010",
            "Where ingress asks whether a user of an exclusive namespace exists; no authentication, so keep it inside.",
            HostPort::parse);
    static final Key<String> GROUP_PREFIX = Key.of(
            "appservice.group-prefix",
            "vestibule-appservice-",
            "Stands in front of an application service's ID in the name of its consumer group.",
            Syntax::text);
    static final Key<Duration> TRANSACTION_TIMEOUT = Key.of(
            "appservice.transaction-timeout",
            "30s",
            "How long an application service may take to answer a transaction.",
            Syntax::duration);
    static final Key<Duration> QUERY_TIMEOUT = Key.of(
            "appservice.query-timeout",
            "8s",
            "How long an application service may take to say whether a user exists.",
            Syntax::duration);
    static final Key<Duration> FIRST_RETRY = Key.of(
            "appservice.first-retry",
            "1s",
            "The pause after a transaction was not taken, doubled after each failure.",
            Syntax::duration);
    static final Key<Duration> LONGEST_RETRY = Key.of(
            "appservice.longest-retry", "5m", "The longest pause before a transaction is repeated.", Syntax::duration);
    static final Key<Duration> LEGACY_PATHS_FOR = Key.of(
            "appservice.legacy-paths-for",
            "1h",
            "How long an application service is called on its legacy paths before the present ones are tried again.",
            Syntax::duration);

    static final List<Key<?>> KEYS = List.of(
            REGISTRATION_FILES,
            RELOAD_INTERVAL,
            LISTEN,
            GROUP_PREFIX,
            TRANSACTION_TIMEOUT,
            QUERY_TIMEOUT,
            FIRST_RETRY,
            LONGEST_RETRY,
            LEGACY_PATHS_FOR);

    static AppserviceConfig read(Settings settings, Path base) {
        List<Path> files = settings.get(REGISTRATION_FILES).stream()
                .map(file -> base.resolve(file).normalize())
                .toList();
        return new AppserviceConfig(
                new Registration(files, settings.get(RELOAD_INTERVAL)),
                settings.get(LISTEN),
                settings.get(GROUP_PREFIX),
                new Calls(settings.get(TRANSACTION_TIMEOUT), settings.get(QUERY_TIMEOUT)),
                new Retries(settings.get(FIRST_RETRY), settings.get(LONGEST_RETRY), settings.get(LEGACY_PATHS_FOR)));
    }

    /** @return whether there are any application services */
    public boolean isUsed() {
        return !registration.files().isEmpty();
    }
}
