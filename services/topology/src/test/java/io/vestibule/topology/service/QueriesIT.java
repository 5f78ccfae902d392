package io.vestibule.topology.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.service.query.QueryServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with warm copies of each other's stores, asked over HTTP: one story, told in its order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueriesIT {

    private static final int ROOMS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-of-the-test";

    @TempDir
    static Path dir;

    private static HttpClient http;
    private static Cluster cluster;
    private static Vertx vertx;
    private static Instance one;
    private static Instance two;

    /** One instance and where it is asked. */
    private record Instance(QueryServer queries, TopologyService service, Health health) implements AutoCloseable {
        @Override
        public void close() {
            service.close();
            queries.close();
        }
    }

    @BeforeAll
    static void twoInstancesShareTheRooms() throws Exception {
        http = HttpClient.newHttpClient();
        cluster = new Cluster(dir);
        cluster.createTopics();
        vertx = Vertx.vertx();
        one = instance("one");
        two = instance("two");
        await().atMost(PATIENCE)
                .until(() -> cluster.members().values().stream()
                                .filter(partitions -> partitions > 0)
                                .count()
                        == 2);
        Map<String, InviteReceived> invites = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            invites.put(room(i), Records.invite(room(i), "$i" + i));
        }
        cluster.send(Topics.INVITES_RECEIVED, invites);
        await().atMost(PATIENCE)
                .until(() -> one.health().isUp(Probe.READY) && two.health().isUp(Probe.READY));
        for (int i = 0; i < ROOMS; i++) {
            int room = i;
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> ask(one, room(room)).string("state").orElse("").equals("INVITED"));
        }
    }

    @AfterAll
    static void stop() {
        http.close();
        two.close();
        one.close();
        vertx.close().await();
        cluster.close();
    }

    @Test
    @Order(1)
    void any_instance_answers_for_every_room() throws Exception {
        // When
        Set<String> answering = new HashSet<>();
        for (int i = 0; i < ROOMS; i++) {
            JsonObject atOne = ask(one, room(i));
            JsonObject atTwo = ask(two, room(i));
            // Then
            assertThat(source(atOne, "role")).isEqualTo("ACTIVE");
            assertThat(source(atTwo, "role")).isEqualTo("ACTIVE");
            assertThat(source(atTwo, "instance")).isEqualTo(source(atOne, "instance"));
            assertThat(route(atTwo, "server")).isEqualTo("b.example");
            assertThat(route(atTwo, "why")).contains("via of invite $i" + i);
            answering.add(source(atOne, "instance"));
        }
        assertThat(answering)
                .containsExactlyInAnyOrder(
                        one.queries().address().toString(),
                        two.queries().address().toString());
    }

    @Test
    @Order(3)
    void work_in_flight_is_told_for_all_instances() throws Exception {
        // When
        Map<String, InviteCommand> commands = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            commands.put(room(i), Records.accept("c" + i, room(i)));
        }
        cluster.send(Topics.INVITES_COMMANDS, commands);

        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonObject work = get(one, "/v1/work?limit=100", TOKEN);
            assertThat(work.bool("complete")).contains(true);
            assertThat(work.array("items").orElseThrow().stream())
                    .hasSize(ROOMS)
                    .allSatisfy(item -> {
                        assertThat(((JsonObject) item).string("kind")).contains("ACCEPT");
                        assertThat(((JsonObject) item).string("stage")).contains("PREPARING");
                    });
        });
        assertThat(ask(two, room(0)).object("operation").orElseThrow().string("kind"))
                .contains("ACCEPT");
    }

    @Test
    @Order(2)
    void who_shows_no_token_or_asks_for_nonsense_is_refused() throws Exception {
        // When
        // Then
        assertThat(send(one, "/v1/work", "another-token").statusCode()).isEqualTo(401);
        assertThat(send(one, "/v1/invites/room/user", TOKEN).statusCode()).isEqualTo(400);
        assertThat(send(one, "/v1/anything", TOKEN).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(4)
    void a_warm_copy_answers_where_the_instance_that_decides_is_out_of_reach() throws Exception {
        // When
        one.queries().close();
        // Then
        Set<String> roles = new HashSet<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = room(i);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> ask(two, room).string("state").orElse("").equals("JOINING"));
            JsonObject answer = ask(two, room);
            assertThat(source(answer, "instance"))
                    .isEqualTo(two.queries().address().toString());
            roles.add(source(answer, "role"));
        }
        assertThat(roles).containsExactlyInAnyOrder("ACTIVE", "COPY");
    }

    private static Instance instance(String name) {
        Map<String, String> environment = new HashMap<>(cluster.environment(dir.resolve(name)));
        environment.put("VESTIBULE_TOPOLOGY_QUERIES_TOKEN", TOKEN);
        VestibuleConfig config = ConfigLoader.load(Optional.empty(), environment, Map.of());
        QueryServer queries = QueryServer.start(vertx, config.topology().queries());
        Health health = new Health();
        TopologyService service = TopologyService.start(
                config, new TopologyService.Surroundings(cluster.serdes, new Metrics(), health, Optional.of(queries)));
        return new Instance(queries, service, health);
    }

    private static String room(int i) {
        return "!r" + i + ":a.example";
    }

    private static JsonObject ask(Instance at, String room) throws Exception {
        return get(
                at,
                "/v1/invites/" + URLEncoder.encode(room, UTF_8) + "/" + URLEncoder.encode(Records.BOB, UTF_8),
                TOKEN);
    }

    private static JsonObject get(Instance at, String target, String token) throws Exception {
        HttpResponse<byte[]> answer = send(at, target, token);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return JsonObject.of(answer.body());
    }

    private static HttpResponse<byte[]> send(Instance at, String target, String token) throws Exception {
        URI uri = URI.create("http://" + at.queries().address() + target);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String source(JsonObject answer, String field) {
        return answer.object("source").orElseThrow().string(field).orElseThrow();
    }

    private static String route(JsonObject answer, String field) {
        JsonArray routes = answer.array("routes").orElseThrow();
        return ((JsonObject) routes.get(0).orElseThrow()).string(field).orElseThrow();
    }
}
