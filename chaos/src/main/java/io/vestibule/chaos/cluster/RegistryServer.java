package io.vestibule.chaos.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.schemas.registry.MockSchemaRegistry;
import io.vestibule.schemas.registry.RegisteredSchema;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry behind Confluent's REST interface, as far as Vestibule asks it. It keeps what it has while it is down.
 * In this process, the same schemas are at {@link #inProcess()}. Thread-safe.
 */
public final class RegistryServer implements AutoCloseable {

    private final String scope;
    private final int port = OwnPorts.next();
    private final MockSchemaRegistry schemas;
    private @Nullable HttpServer server;

    private RegistryServer(String scope) {
        this.scope = scope;
        this.schemas = MockSchemaRegistry.scope(scope);
    }

    /** Starts an empty one. */
    static RegistryServer start(String scope) {
        RegistryServer registry = new RegistryServer(scope);
        registry.comeBack();
        return registry;
    }

    /** @return {@code schema.registry.url} for other processes */
    String url() {
        return "http://" + BrokerConfig.LOOPBACK + ":" + port;
    }

    /** @return {@code schema.registry.url} for this process; never down */
    public String inProcess() {
        return "mock://" + scope;
    }

    /** Refuses connections from here on. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Answers again. */
    public synchronized void comeBack() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(BrokerConfig.LOOPBACK, port), 0);
            listening.createContext("/", this::answer);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.start();
            server = listening;
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on " + port, taken);
        }
    }

    @Override
    public void close() {
        goDown();
        MockSchemaRegistry.drop(scope);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            try {
                reply(exchange, 200, found(exchange, body));
            } catch (SchemaNotFoundException unknown) {
                reply(
                        exchange,
                        404,
                        new JsonObject().put("error_code", 40403).put("message", String.valueOf(unknown.getMessage())));
            }
        }
    }

    private JsonObject found(HttpExchange exchange, String body) {
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
        boolean asks = exchange.getRequestMethod().equals("GET");
        if (path[0].equals("subjects")) {
            String subject = URLDecoder.decode(path[1], UTF_8);
            return asks ? described(schemas.latest(subject)) : id(subject, path.length > 2, body);
        }
        if (asks && path[0].equals("schemas") && path[1].equals("ids")) {
            int id = Integer.parseInt(path[2]);
            return described(new RegisteredSchema(id, schemas.schemaOf(id, "")));
        }
        throw new IllegalArgumentException("not asked by Vestibule: " + exchange.getRequestURI());
    }

    private JsonObject id(String subject, boolean register, String body) {
        Schema schema = new Schema.Parser().parse(new JsonObject(body).getString("schema"));
        int id = register ? schemas.register(subject, schema) : schemas.idOf(subject, schema);
        return new JsonObject().put("id", id).put("subject", subject).put("schema", schema.toString());
    }

    private static JsonObject described(RegisteredSchema registered) {
        return new JsonObject()
                .put("id", registered.id())
                .put("schema", registered.schema().toString());
    }

    private static void reply(HttpExchange exchange, int status, JsonObject answer) throws IOException {
        byte[] bytes = answer.toBuffer().getBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
