package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's API of a running standalone, each answer compared with the OpenAPI document that it serves. */
class ConsoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver dead;
    private static HttpClient http;
    private static OpenApi api;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "make-timeout: 3s");
        us = running.deployment();
        FederationWorld world = running.world();
        alices = world.server("a.example");
        dead = world.server("dead.example");
        dead.goOffline();
        http = HttpClient.newHttpClient();
        api = OpenApi.read();
    }

    @AfterAll
    static void stop() {
        http.close();
        running.close();
    }

    @Test
    void the_document_that_is_served_is_the_one_that_answers_are_compared_with() throws Exception {
        // When
        HttpResponse<String> served = send(request("/openapi.json").build());

        // Then
        assertThat(new JsonObject(served.body())).isEqualTo(api.json());
    }

    @Test
    void an_invite_is_accepted_over_http_and_its_history_tells_who_did_it() throws Exception {
        // Given
        ScriptedRoom room = room("Lounge");
        UserId bob = us.user("bob");
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(dead, alices));
        await().atMost(PATIENCE).until(() -> rows("?user=" + enc(bob.value())).size() == 1);
        JsonObject row = rows("?user=" + enc(bob.value())).getJsonObject(0);
        assertThat(row.getString("state")).isEqualTo("INVITED");
        assertThat(row.getString("room_name")).isEqualTo("Lounge");

        // When
        JsonObject invited = get("/api/v1/invites/{room}/{user}", path(room, bob));
        JsonObject outcome = post(
                "/api/v1/commands",
                "/api/v1/commands",
                command("accept", room, bob).put("by", "Ann"),
                200);

        // Then
        assertThat(invited.getJsonArray("routes").stream()
                        .map(route -> ((JsonObject) route).getString("server"))
                        .toList())
                .containsExactly(dead.name().value(), alices.name().value());
        assertThat(invited.getJsonObject("source").getString("role")).isEqualTo("ACTIVE");
        assertThat(outcome.getString("outcome")).isEqualTo("JOINED");
        assertThat(room.membership(bob)).isEqualTo("join");
        JsonObject joined = get("/api/v1/invites/{room}/{user}", path(room, bob));
        assertThat(joined.getString("state")).isEqualTo("JOINED");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonArray history = get("/api/v1/invites/{room}/{user}/history", path(room, bob) + "/history")
                    .getJsonArray("items");
            assertThat(history.stream().map(entry -> ((JsonObject) entry).getString("by")))
                    .contains("console:Ann");
            assertThat(history.encode()).contains("UNREACHABLE").contains("JOINED");
        });
    }

    @Test
    void the_boards_tell_of_servers_topics_and_counts() throws Exception {
        // Given
        ScriptedRoom room = room("Boards");
        UserId carol = us.user("carol");
        us.invited(alices, "alice", room, carol, InviteEnvelope.via(dead, alices));

        // When
        post("/api/v1/commands", "/api/v1/commands", command("reject", room, carol), 200);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/api/v1/servers", "/api/v1/servers").getJsonArray("items").stream()
                            .map(server -> ((JsonObject) server).getString("server")))
                    .contains(dead.name().value(), alices.name().value());
            assertThat(get("/api/v1/counts", "/api/v1/counts")
                            .getJsonObject("counts")
                            .getInteger("LEFT"))
                    .isPositive();
            assertThat(get("/api/v1/topics", "/api/v1/topics").encode())
                    .contains("invites.events")
                    .contains("vestibule-worker");
            assertThat(get("/api/v1/overview", "/api/v1/overview").getJsonArray("topics"))
                    .isNotEmpty();
        });
    }

    @Test
    void what_will_be_tried_again_is_on_the_agenda() throws Exception {
        // Given
        ScriptedRoom room = room("Cellar");
        UserId dave = us.user("dave");
        us.invited(alices, "alice", room, dave, InviteEnvelope.via(dead));
        alices.goOffline();
        try {
            // When
            JsonObject outcome = post("/api/v1/commands", "/api/v1/commands", command("reject", room, dave), 200);

            // Then
            assertThat(outcome.getString("outcome")).isEqualTo("LEFT_LOCALLY");
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonObject detail = get("/api/v1/invites/{room}/{user}", path(room, dave));
                assertThat(detail.getJsonObject("background").getString("next_at"))
                        .isNotNull();
                assertThat(get("/api/v1/work/agenda", "/api/v1/work/agenda").getJsonArray("items").stream()
                                .map(item -> (JsonObject) item)
                                .filter(item -> item.getString("user").equals(dave.value()))
                                .map(item -> item.getString("kind")))
                        .containsExactly("BACKGROUND_LEAVE");
            });
        } finally {
            alices.comeBack();
        }
    }

    @Test
    void a_command_that_is_not_waited_for_is_pending_and_hears_its_outcome_when_it_is_repeated() throws Exception {
        // Given
        ScriptedRoom room = room("Later");
        UserId erin = us.user("erin");
        us.invited(alices, "alice", room, erin, InviteEnvelope.via(alices));
        JsonObject command = command("accept", room, erin).put("command_id", "console-it-1");

        // When
        JsonObject now =
                post("/api/v1/commands", "/api/v1/commands", command.copy().put("wait_ms", 0), 202);
        JsonObject later = post("/api/v1/commands", "/api/v1/commands", command, 200);
        JsonObject again = post("/api/v1/commands", "/api/v1/commands", command, 200);

        // Then
        assertThat(now.getString("outcome")).isEqualTo("PENDING");
        assertThat(later.getString("outcome")).isEqualTo("JOINED");
        assertThat(again).isEqualTo(later);
    }

    @Test
    void a_dead_letter_is_replayed_and_one_that_is_not_there_is_not() throws Exception {
        // Given
        ScriptedRoom room = room("Buried");
        UserId frank = us.user("frank");
        us.invited(alices, "alice", room, frank, InviteEnvelope.via(alices));
        InviteCommand command = Deployment.acceptCommand(room, frank);
        String letter = us.bury(Topics.INVITES_COMMANDS, room, command);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/v1/dead-letters", "/api/v1/dead-letters").getJsonArray("items").stream()
                                        .map(item -> ((JsonObject) item).getString("letter")))
                        .contains(letter));

        // When
        JsonObject replayed = post(
                "/api/v1/dead-letters/{letter}/replay",
                "/api/v1/dead-letters/" + letter + "/replay",
                new JsonObject().put("by", "Ann"),
                200);

        // Then
        assertThat(replayed.getString("outcome")).isEqualTo("JOINED");
        post("/api/v1/dead-letters/{letter}/replay", "/api/v1/dead-letters/0-999999/replay", new JsonObject(), 404);
    }

    @Test
    void a_list_comes_in_parts() throws Exception {
        // Given
        ScriptedRoom room = room("Crowd");
        for (String user : List.of("u1", "u2", "u3")) {
            us.invited(alices, "alice", room, us.user(user), InviteEnvelope.via(alices));
        }
        String here = "?room=" + enc(room.id().value());
        await().atMost(PATIENCE).until(() -> rows(here).size() == 3);

        // When
        JsonObject first = get("/api/v1/invites", "/api/v1/invites" + here + "&limit=2");
        JsonObject second =
                get("/api/v1/invites", "/api/v1/invites" + here + "&limit=2&after=" + first.getString("next"));

        // Then
        assertThat(first.getJsonArray("items")).hasSize(2);
        assertThat(second.getJsonArray("items")).hasSize(1);
        assertThat(second.containsKey("next")).isFalse();
    }

    @Test
    void changes_and_the_overview_come_as_events() throws Exception {
        // Given
        ScriptedRoom room = room("Live");
        UserId gina = us.user("gina");
        HttpResponse<InputStream> events = http.send(request("/api/v1/events").build(), BodyHandlers.ofInputStream());
        StringBuffer heard = new StringBuffer();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read(events.body(), heard));

        // When
        us.invited(alices, "alice", room, gina, InviteEnvelope.via(alices));

        // Then
        assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
        await().atMost(PATIENCE)
                .until(() -> heard.indexOf("event: overview\ndata: {") >= 0
                        && heard.indexOf("event: changed\ndata: [") >= 0
                        && heard.indexOf(gina.value()) >= 0);
        events.body().close();
        reading.handle((done, closed) -> true).join();
    }

    @Test
    void a_console_alone_answers_for_the_deployment_and_wants_its_token() throws Exception {
        // Given
        ScriptedRoom room = room("Elsewhere");
        UserId hank = us.user("hank");
        us.invited(alices, "alice", room, hank, InviteEnvelope.via(alices));
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/invites/{room}/{user}", path(room, hank))
                        .getString("state")
                        .equals("INVITED"));
        String instance = get("/api/v1/invites/{room}/{user}", path(room, hank))
                .getJsonObject("source")
                .getString("instance");

        // When
        try (Standalone alone = Standalone.start(alone(instance), Services.CONSOLE)) {
            URI there = URI.create(alone.console().orElseThrow() + path(room, hank));
            HttpResponse<String> refused = send(HttpRequest.newBuilder(there).build());
            HttpResponse<String> answered = send(HttpRequest.newBuilder(there)
                    .header("Authorization", "Bearer 0123456789abcdef")
                    .build());

            // Then
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(api.flawsOfAnswer("GET /api/v1/invites/{room}/{user}", 401, refused.body()))
                    .isEmpty();
            assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
            assertThat(new JsonObject(answered.body()).getString("state")).isEqualTo("INVITED");
        }
    }

    private static VestibuleConfig alone(String topology) {
        Map<String, String> environment = Map.of(
                "VESTIBULE_KAFKA_BOOTSTRAP_SERVERS",
                us.config().kafka().bootstrap(),
                "VESTIBULE_KAFKA_TOPICS_PARTITIONS",
                Integer.toString(us.config().kafka().topics().partitions()),
                "VESTIBULE_DATA_DIR",
                directory.resolve("alone").toString(),
                "VESTIBULE_ADMIN_LISTEN",
                "127.0.0.1:0",
                "VESTIBULE_CONSOLE_LISTEN",
                "127.0.0.1:0",
                "VESTIBULE_CONSOLE_TOKENS",
                "ann:0123456789abcdef",
                "VESTIBULE_CONSOLE_AUTHENTICATION",
                "always",
                "VESTIBULE_CONSOLE_TOPOLOGY",
                topology);
        return ConfigLoader.load(Optional.empty(), environment, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/invites?user=bob, bob",
        "/api/v1/invites?limit=0, limit",
        "/api/v1/invites?limit=1001, limit",
        "/api/v1/invites?state=SAD, SAD",
        "/api/v1/invites?after=%00, after",
        "/api/v1/invites?usr=x, usr",
        "/api/v1/invites?after=%25%25, after",
        "/api/v1/invites/room/@b:x, room",
        "/api/v1/invites/!r:x/b/history, b",
    })
    void what_cannot_be_used_is_named(String target, String culprit) throws Exception {
        // When
        HttpResponse<String> answer = send(request(target).build());

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("errcode")).isEqualTo("M_INVALID_PARAM");
        assertThat(new JsonObject(answer.body()).getString("error")).contains(culprit);
        assertThat(api.flawsOfAnswer("GET /api/v1/invites", 400, answer.body())).isEmpty();
    }

    @Test
    void other_paths_and_methods_are_refused() throws Exception {
        // When
        // Then
        assertThat(send(request("/api/v1/nothing").build()).statusCode()).isEqualTo(404);
        assertThat(send(request("/api/v1/commands").build()).statusCode()).isEqualTo(405);
        assertThat(send(request("/../console.js").build()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/console.js", "/timeline.js", "/parts.js", "/console.css", "/icon.svg", "/api/v1/counts"})
    void everything_forbids_a_browser_what_nobody_needs(String path) throws Exception {
        // When
        HttpResponse<String> answer = send(request(path).build());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain("<script>", " onclick", " style=", "innerHTML", "outerHTML", "eval(");
    }

    private static ScriptedRoom room(String name) {
        return running.world().room("11", alices, "alice", name);
    }

    private static JsonObject command(String type, ScriptedRoom room, UserId user) {
        return new JsonObject().put("type", type).put("room", room.id().value()).put("user", user.value());
    }

    private static JsonArray rows(String query) throws Exception {
        return get("/api/v1/invites", "/api/v1/invites" + query).getJsonArray("items");
    }

    private static String path(ScriptedRoom room, UserId user) {
        return "/api/v1/invites/" + enc(room.id().value()) + "/" + enc(user.value());
    }

    private static JsonObject get(String route, String target) throws Exception {
        HttpResponse<String> answer = send(request(target).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(api.flawsOfAnswer("GET " + route, 200, answer.body()))
                .as(answer.body())
                .isEmpty();
        return new JsonObject(answer.body());
    }

    private static JsonObject post(String route, String target, JsonObject body, int status) throws Exception {
        HttpResponse<String> answer = send(request(target)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(api.flawsOfAnswer("POST " + route, status, answer.body()))
                .as(answer.body())
                .isEmpty();
        return new JsonObject(answer.body());
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(running.console() + target));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString(UTF_8));
    }

    private static String enc(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static void read(InputStream events, StringBuffer into) {
        byte[] part = new byte[8192];
        try {
            for (int read = events.read(part); read >= 0; read = events.read(part)) {
                into.append(new String(part, 0, read, UTF_8));
            }
        } catch (IOException closed) {
            into.append("\nclosed\n");
        }
    }
}
