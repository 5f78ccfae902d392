package io.vestibule.kit.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code console} section: the query API, the commands over HTTP and the page for operators. Immutable.
 *
 * @param listen where it is served; empty for no console
 * @param access who may use it
 * @param topology where instances of the topology answer queries; empty for the one in this process
 * @param workers the admin addresses of the workers; empty for this process's own
 * @param memory how much it keeps in memory
 */
public record ConsoleConfig(
        Optional<HostPort> listen, Access access, List<HostPort> topology, List<HostPort> workers, Memory memory) {

    /**
     * Who may use it.
     *
     * @param tokens everybody who has one
     * @param isRequired whether a request without a token is refused
     */
    public record Access(List<Token> tokens, boolean isRequired) {
        public Access {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A bearer token.
     *
     * @param name whose it is: stands in the ledger behind what is commanded with it
     * @param secret what is sent
     */
    public record Token(String name, Secret secret) {}

    /**
     * How much it keeps in memory.
     *
     * @param mostInvites of how many invites
     * @param lookBack how far back it reads of the work when it starts
     */
    public record Memory(int mostInvites, Duration lookBack) {
        public Memory {
            Syntax.within(MOST_INVITES, mostInvites, 1, 10_000_000);
            Syntax.positive(LOOK_BACK, lookBack);
        }
    }

    /** When a token is needed. */
    enum Authentication {
        /** Where others than this machine can reach it. */
        AUTO,
        ALWAYS,
        NEVER
    }

    private static final String OFF = "off";
    private static final int LEAST_SECRET = 16;

    static final Key<Optional<HostPort>> LISTEN = Key.of(
            "console.listen",
            "127.0.0.1:8012",
            "Where the query API and the page for operators are served; 'off' for nowhere, port 0 takes a free one.",
            text -> text.trim().equals(OFF) ? Optional.empty() : Optional.of(HostPort.parse(text)));
    static final Key<List<Token>> TOKENS = Key.list(
            "console.tokens",
            "",
            "Bearer tokens as name:secret; the name stands in the ledger behind what is commanded with it.",
            ConsoleConfig::token);
    static final Key<Authentication> AUTHENTICATION = Key.of(
            "console.authentication",
            "auto",
            "When a token is needed: 'auto' (unless it listens on loopback), 'always', 'never'.",
            Syntax.oneOf(Authentication.class));
    static final Key<List<HostPort>> TOPOLOGY = Key.list(
            "console.topology",
            "",
            "Where instances of the topology answer queries (topology.queries-listen), one or more, any will do; left out,"
                    + " the one in the same process.",
            HostPort::parse);
    static final Key<List<HostPort>> WORKERS = Key.list(
            "console.workers",
            "",
            "Where workers tell whom they are asking at the moment: the admin.listen of each; left out, the same process.",
            HostPort::parse);
    static final Key<Integer> MOST_INVITES = Key.of(
            "console.most-invites",
            "100000",
            "Of how many invites it keeps a line in memory, pending ones first; about 0.5 KiB each.",
            Syntax::integer);
    static final Key<Duration> LOOK_BACK = Key.of(
            "console.look-back",
            "1h",
            "How far back it reads work orders and results when it starts, for what is in flight and how servers did.",
            Syntax::duration);

    static final List<Key<?>> KEYS =
            List.of(LISTEN, TOKENS, AUTHENTICATION, TOPOLOGY, WORKERS, MOST_INVITES, LOOK_BACK);

    public ConsoleConfig {
        topology = List.copyOf(topology);
        workers = List.copyOf(workers);
    }

    static ConsoleConfig read(Settings settings) {
        Optional<HostPort> listen = settings.get(LISTEN);
        List<Token> tokens = settings.get(TOKENS);
        boolean required = switch (settings.get(AUTHENTICATION)) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> listen.isPresent() && !isLoopback(listen.get().host());
        };
        if (listen.isPresent() && required && tokens.isEmpty()) {
            throw new ConfigException(LISTEN + ": " + listen.get() + ": a token is needed there, and " + TOKENS
                    + " names none; " + AUTHENTICATION + ": never would let everybody in");
        }
        return new ConsoleConfig(
                listen,
                new Access(tokens, required),
                settings.get(TOPOLOGY),
                settings.get(WORKERS),
                new Memory(settings.get(MOST_INVITES), settings.get(LOOK_BACK)));
    }

    private static Token token(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.length() - colon - 1 < LEAST_SECRET) {
            throw new IllegalArgumentException(
                    "expected name:secret, the secret at least " + LEAST_SECRET + " characters long");
        }
        return new Token(text.substring(0, colon).trim(), new Secret(text.substring(colon + 1)));
    }

    /** @return whether only this machine can reach the host; names are not looked up, {@code localhost} aside */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean literal = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        try {
            return name.equals("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
