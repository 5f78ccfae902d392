package io.vestibule.standalone.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An example of a client-facing service: answers {@code POST /_matrix/client/v3/join/{roomId}} by sending a command and
 * waiting for its outcome. The page docs/integrating.md tells its story.
 */
public final class JoinEndpoint implements HttpHandler, AutoCloseable {

    private static final String PATH = "/_matrix/client/v3/join/";
    private static final String BEARER = "Bearer ";

    /** An answer to the client. */
    private record Answer(int status, JsonWriter body) {

        static Answer error(int status, String errcode, String words) {
            return new Answer(
                    status,
                    new JsonWriter()
                            .beginObject()
                            .field("errcode", errcode)
                            .field("error", words)
                            .endObject());
        }
    }

    private final CommandClient commands;
    private final Function<String, Optional<UserId>> users;
    private final Duration patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private JoinEndpoint(
            CommandClient commands, Function<String, Optional<UserId>> users, Duration patience, HttpServer server) {
        this.commands = commands;
        this.users = users;
        this.patience = patience;
        this.server = server;
    }

    /**
     * Starts on a free port of this machine.
     *
     * @param settings where Vestibule's topics are
     * @param users who an access token belongs to
     * @param patience how long a client is kept waiting
     */
    public static JoinEndpoint start(
            ClientSettings settings, Function<String, Optional<UserId>> users, Duration patience) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        JoinEndpoint endpoint = new JoinEndpoint(CommandClient.open(settings), users, patience, server);
        server.createContext(PATH, endpoint);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().toBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws InterruptedException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.error(405, "M_UNRECOGNIZED", "Only POST joins a room");
        }
        Optional<UserId> user = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> users.apply(header.substring(BEARER.length())));
        if (user.isEmpty()) {
            return Answer.error(401, "M_UNKNOWN_TOKEN", "Unknown access token");
        }
        String name = exchange.getRequestURI().getRawPath().substring(PATH.length());
        return RoomId.parse(URLDecoder.decode(name, UTF_8))
                .map(room -> join(room, user.get()))
                .orElseGet(() -> Answer.error(400, "M_INVALID_PARAM", "Not a room ID"));
    }

    // snippet: join
    private Answer join(RoomId room, UserId user) {
        InviteCommand command = Commands.accept(room, user, "join-endpoint")
                .setNotAfter(System.currentTimeMillis() + patience.toMillis())
                .build();
        try {
            return answerFor(room, commands.send(command).get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException later) {
            return Answer.error(504, "M_UNKNOWN", "The join is still under way; sync will tell");
        } catch (ExecutionException | CompletionException unwritten) {
            return Answer.error(503, "M_UNKNOWN", "Invites cannot be handled at the moment");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Answer.error(503, "M_UNKNOWN", "Shutting down");
        }
    }
    // end

    private static Answer answerFor(RoomId room, CommandOutcome outcome) {
        return switch (outcome.getOutcome()) {
            case JOINED, RESIDENT ->
                new Answer(
                        200,
                        new JsonWriter()
                                .beginObject()
                                .field("room_id", room.value())
                                .endObject());
            case FORBIDDEN, BLOCKED, NOT_INVITED, RETRACTED ->
                Answer.error(403, "M_FORBIDDEN", words(outcome, "You cannot join this room"));
            case NO_SERVER_REACHABLE, UNCONFIRMED, EXPIRED ->
                Answer.error(502, "M_UNKNOWN", words(outcome, "No server that leads into the room could be reached"));
            case CANCELLED -> Answer.error(409, "M_UNKNOWN", "The invite was rejected in the meantime");
            case INVALID_COMMAND -> Answer.error(400, "M_INVALID_PARAM", words(outcome, "Not possible"));
            default -> Answer.error(500, "M_UNKNOWN", words(outcome, "An internal fault"));
        };
    }

    private static String words(CommandOutcome outcome, String otherwise) {
        return outcome.getDetail().isEmpty() ? otherwise : outcome.getDetail();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        commands.close();
    }
}
