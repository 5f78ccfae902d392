package io.vestibule.standalone.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vestibule.testkit.server.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped snippets on the real proxies, between a client that writes raw bytes and two servers that say who they are and which
 * target they were asked for. What a proxy changes of the target breaks the other server's signature.
 */
class ReverseProxyIT {

    private static final List<String> TARGETS = List.of(
            "/_matrix/federation/v2/invite/!room:a.example/$event",
            "/_matrix/federation/v1/invite/%21room%3Aa.example/%24event",
            "/_matrix/federation/v2/invite/%21r%2Foom%3aa.example/%24ev%2fent",
            "/_matrix/federation/v2/invite/%21%7Eroom%3Aa.example/%24event",
            "/_matrix/federation/v2/invite/!r%25oom:a.example/$e+v%20ent",
            "/_matrix/federation/v2/invite/!room:[::1]:8448/$event",
            "/_matrix/federation/v2/invite/!room:a.example/$event?x=%2f&y",
            "/_matrix/federation/unstable/org.matrix.msc4329/invite/!r:a.example/$e",
            "/_matrix/federation/unstable/org.matrix.msc0000/invite/!r:a.example/$e");

    private static final List<String> NOT_OURS = List.of(
            "/_matrix/federation/v1/send/1", "/_matrix/federation/v2/invited/x", "/_matrix/federation/v1/version");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private int ingress;
    private int homeserver;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        ingress = server("ingress");
        homeserver = server("homeserver");
        port = FreePorts.next();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void nginx_sends_invites_to_ingress_with_their_target_untouched() throws Exception {
        String nginx = Installed.orSkip("nginx").toString();
        Files.copy(DeployFiles.file("deploy/reverse-proxy/nginx.conf"), folder.resolve("vestibule.conf"));
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    upstream vestibule_ingress { server 127.0.0.1:%d; }
                    server {
                        listen 127.0.0.1:%d;
                        include vestibule.conf;
                        location / { proxy_pass http://127.0.0.1:%d; }
                    }
                }
                """.formatted(ingress, port, homeserver));
        check(Map.of(), nginx, "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr");
    }

    @Test
    void haproxy_sends_invites_to_ingress_with_their_target_untouched() throws Exception {
        String haproxy = Installed.orSkip("haproxy").toString();
        String[] parts = DeployFiles.text("deploy/reverse-proxy/haproxy.cfg").split("(?=\nbackend )");
        Files.writeString(folder.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 10s
                    timeout server 10s
                frontend federation
                    bind 127.0.0.1:%d
                %s
                    default_backend homeserver
                backend homeserver
                    server one 127.0.0.1:%d
                %s
                """.formatted(
                        port,
                        parts[0],
                        homeserver,
                        parts[1].replace("vestibule-ingress:8008", "127.0.0.1:" + ingress)
                                .replace("check port 8009", "check port " + ingress)));
        check(Map.of(), haproxy, "-db", "-f", "haproxy.cfg");
    }

    @Test
    void caddy_sends_invites_to_ingress_with_their_target_untouched() throws Exception {
        String caddy = Installed.orSkip("caddy").toString();
        Files.copy(DeployFiles.file("deploy/reverse-proxy/Caddyfile"), folder.resolve("vestibule.caddy"));
        Files.writeString(folder.resolve("Caddyfile"), """
                {
                    admin off
                    auto_https off
                }
                http://:%d {
                    bind 127.0.0.1
                    import vestibule.caddy
                    handle {
                        reverse_proxy 127.0.0.1:%d
                    }
                }
                """.formatted(port, homeserver));
        check(
                Map.of("VESTIBULE_INGRESS", "127.0.0.1:" + ingress, "HOME", folder.toString()),
                caddy,
                "run",
                "--config",
                "Caddyfile",
                "--adapter",
                "caddyfile");
    }

    private void check(Map<String, String> environment, String... command) throws Exception {
        Path log = folder.resolve("proxy.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process proxy = builder.start();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !proxy.isAlive() || answer("/ready").contains(" /ready"));
            for (String target : TARGETS) {
                assertThat(answer(target))
                        .as(target + "\n" + Files.readString(log))
                        .isEqualTo("ingress PUT " + target);
            }
            for (String target : NOT_OURS) {
                assertThat(answer(target)).isEqualTo("homeserver PUT " + target);
            }
        } finally {
            proxy.destroy();
            proxy.waitFor();
        }
    }

    private int server(String name) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(name + " " + request.method() + " " + request.uri()));
        return server.listen(0, "127.0.0.1").await().actualPort();
    }

    /** Writes the target as it is, which no HTTP client would, and returns the body of the answer. */
    private String answer(String target) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            String request = "PUT " + target
                    + " HTTP/1.1\r\nHost: us.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException notYet) {
            return "";
        }
    }
}
