package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonObject;
import io.vestibule.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A schema registry in memory that speaks TLS and wants a password: what serdes ask of one, and nothing more. */
final class SecuredRegistry implements AutoCloseable {

    private static final String PASSWORD = "registry-password";
    private static final char[] NO_PASSWORD = new char[0];

    private final HttpsServer server;
    private final Path authority;
    private final List<String> schemas = new ArrayList<>();
    private final Set<String> users = new ConcurrentSkipListSet<>();

    private SecuredRegistry(HttpsServer server, Path authority) {
        this.server = server;
        this.authority = authority;
        server.createContext("/", this::answer).setAuthenticator(new BasicAuthenticator("registry") {
            @Override
            public boolean checkCredentials(String user, String password) {
                users.add(user);
                return password.equals(PASSWORD);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static SecuredRegistry start(ServerCertificate certificate, Path authority)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
        return new SecuredRegistry(server, authority);
    }

    /** Who has asked. */
    Set<String> users() {
        return users;
    }

    /** What a user's configuration says of it. */
    Map<String, String> keysOf(String user, String password) {
        return Map.of(
                "schema-registry.url",
                "https://127.0.0.1:" + server.getAddress().getPort(),
                "schema-registry.basic.auth.credentials.source",
                "USER_INFO",
                "schema-registry.basic.auth.user.info",
                user + ":" + password,
                "schema-registry.schema.registry.ssl.truststore.type",
                "PEM",
                "schema-registry.schema.registry.ssl.truststore.location",
                authority.toString());
    }

    Map<String, String> keysOf(String user) {
        return keysOf(user, PASSWORD);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            JsonObject answer = path.startsWith("/schemas/ids/")
                    ? schema(Integer.parseInt(path.substring("/schemas/ids/".length())))
                    : new JsonObject().put("id", id(new JsonObject(body).getString("schema")));
            byte[] bytes = answer.encode().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized JsonObject schema(int id) {
        return new JsonObject().put("schema", schemas.get(id - 1));
    }

    private synchronized int id(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private static SSLContext context(ServerCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {certificate.certificate(), certificate.issuer()};
        store.setKeyEntry("registry", certificate.key(), NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
