package io.vestibule.testkit.appservice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An application service on loopback that keeps every request and answers as it is told. Thread-safe. */
public final class ScriptedAppservice implements AutoCloseable {

    private final String id;
    private final InetSocketAddress address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AppserviceRequest> requests = new ArrayList<>();
    private final Deque<Integer> next = new ArrayDeque<>();
    private final Map<String, Integer> byPrefix = new HashMap<>();
    private final Set<String> users = new HashSet<>();
    private @Nullable CompletableFuture<Void> held;
    private boolean holding;
    private @Nullable HttpServer server;

    private ScriptedAppservice(String id, int port) {
        this.id = id;
        HttpServer first = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.server = first;
        this.address = first.getAddress();
    }

    /** Starts a service that takes everything and has no users. */
    public static ScriptedAppservice start(String id) {
        return startAt(id, 0);
    }

    /** The same at a port that somebody else has been told already. */
    public static ScriptedAppservice startAt(String id, int port) {
        return new ScriptedAppservice(id, port);
    }

    /** @return where it listens, whether it is up or not */
    public URI url() {
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /** @return the token with which it wants to be called */
    public String hsToken() {
        return "hs-token-of-" + id;
    }

    /**
     * Writes its registration file.
     *
     * @param users a regular expression of user IDs that it has to itself
     */
    public Path register(Path directory, String users) {
        return register(directory, users, url().toString());
    }

    /** The same with another URL, such as {@code null}. */
    public Path register(Path directory, String users, String url) {
        String yaml = """
                id: %1$s
                url: %2$s
                as_token: as-token-of-%1$s
                hs_token: %3$s
                sender_localpart: %1$s_bot
                rate_limited: false
                protocols: [%1$s]
                namespaces:
                  users:
                    - {exclusive: true, regex: '%4$s'}
                  rooms: []
                  aliases: []
                """.formatted(id, url, hsToken(), users);
        try {
            return Files.writeString(directory.resolve(id + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses connections from now on. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Listens again, at the same address. */
    public synchronized void comeBack() {
        if (server == null) {
            server = listen(address);
        }
    }

    /** Answers the next transactions with these statuses, one each, and takes those after them. */
    public synchronized void answerNext(int... statuses) {
        for (int status : statuses) {
            next.add(status);
        }
    }

    /** Answers every request whose path begins so with that status, until {@link #answerNormally}. */
    public synchronized void answerOn(String prefix, int status) {
        byPrefix.put(prefix, status);
    }

    /** Forgets what it was told to answer. */
    public synchronized void answerNormally() {
        byPrefix.clear();
        next.clear();
        held = null;
    }

    /** Keeps the next request without an answer until the future is complete. */
    public synchronized void holdNext(CompletableFuture<Void> until) {
        held = until;
        holding = false;
    }

    /** @return whether the request that was to be held has come */
    public synchronized boolean isHolding() {
        return holding;
    }

    /** Says from now on that it has this user. */
    public synchronized void addUser(String userId) {
        users.add(userId);
    }

    /** @return every request so far, those first that came first */
    public synchronized List<AppserviceRequest> requests() {
        return List.copyOf(requests);
    }

    /** @return the transactions that it took */
    public List<AppserviceRequest> taken() {
        return requests().stream()
                .filter(AppserviceRequest::isTransaction)
                .filter(request -> request.answered() == 200)
                .toList();
    }

    /** @return the IDs of the events that it acted upon: of a transaction that comes twice, only the first counts */
    public List<String> effects() {
        Set<String> seen = new HashSet<>();
        return taken().stream()
                .filter(transaction -> seen.add(transaction.subject()))
                .flatMap(transaction -> transaction.eventIds().stream())
                .toList();
    }

    @Override
    public void close() {
        goDown();
        threads.shutdownNow();
    }

    private HttpServer listen(InetSocketAddress at) {
        try {
            HttpServer listening = HttpServer.create(at, 0);
            listening.setExecutor(threads);
            listening.createContext("/", this::serve);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        CompletableFuture<Void> wait = takeHeld();
        if (wait != null) {
            wait.join();
        }
        int status = record(exchange, body);
        byte[] answer = (status == 200 ? "{}" : errorBody(status)).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized @Nullable CompletableFuture<Void> takeHeld() {
        CompletableFuture<Void> now = held;
        holding |= now != null;
        held = null;
        return now;
    }

    private synchronized int record(HttpExchange exchange, String body) {
        URI target = exchange.getRequestURI();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        String query = target.getRawQuery() == null ? "" : target.getRawQuery();
        int status = status(target.getRawPath(), headers.getOrDefault("authorization", ""));
        requests.add(
                new AppserviceRequest(exchange.getRequestMethod(), target.getRawPath(), query, headers, body, status));
        return status;
    }

    private int status(String path, String authorization) {
        if (!authorization.equals("Bearer " + hsToken())) {
            return 403;
        }
        for (Map.Entry<String, Integer> told : byPrefix.entrySet()) {
            if (path.startsWith(told.getKey())) {
                return told.getValue();
            }
        }
        if (path.contains("/users/")) {
            return users.contains(URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8)) ? 200 : 404;
        }
        return path.contains("/transactions/") && !next.isEmpty() ? next.remove() : 200;
    }

    private static String errorBody(int status) {
        return status == 404 ? "{\"errcode\":\"IO.VESTIBULE.NOT_FOUND\"}" : "{\"errcode\":\"M_UNKNOWN\"}";
    }
}
