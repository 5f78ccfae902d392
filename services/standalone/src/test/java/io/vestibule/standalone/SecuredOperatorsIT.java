package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.standalone.deploy.KafkaUser;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators, administrators, the auditor, the console and application services do, each with the rights that the shipped
 * manifests give them, beside every service with its own. The rebuild comes last: it makes another application.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredOperatorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_INVITED = 5;
    private static final int NOT_ALLOWED = 11;

    @TempDir
    static Path directory;

    private static final Parts parts = new Parts("the test");
    private static FederationWorld world;
    private static ScriptedAppservice bridge;
    private static ScriptedHomeserver alices;
    private static SecuredCluster cluster;
    private static URI console;
    private static Deployment us;
    private static Deployment unbound;
    private static Path operators;
    private static Path administrators;

    /** What a command came to. */
    private record Run(int code, String out, String err) {
        @Override
        public String toString() {
            return code + "\n" + out + err;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        world = parts.opened(FederationWorld.open());
        alices = world.server("a.example");
        bridge = parts.opened(ScriptedAppservice.start("bridge"));
        bridge.register(directory, "@bridge_.*");
        cluster = parts.opened(new SecuredCluster(world, directory, """
                log: {level: warn}
                appservice: {registration-files: [bridge.yaml], listen: "127.0.0.1:0", first-retry: 50ms, longest-retry: 200ms}
                """));
        for (Services service : List.of(Services.APPSERVICE, Services.INGRESS, Services.TOPOLOGY, Services.WORKER)) {
            cluster.run(service);
        }
        console = cluster.run(Services.CONSOLE).console().orElseThrow();
        us = parts.opened(new Deployment(world, cluster.peer(), cluster.config(KafkaUser.CLIENT_SERVICES)));
        unbound = parts.opened(new Deployment(world, cluster.peer(), cluster.unbound()));
        operators = cluster.file(KafkaUser.OPERATORS, Map.of());
        administrators = cluster.file(KafkaUser.ADMINISTRATORS, Map.of());
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    @Order(1)
    void an_application_service_hears_of_an_invite() throws Exception {
        // Given
        UserId ghost = us.user("bridge_ghost");

        // When
        ScriptedRoom room = invited(ghost);

        // Then
        await().atMost(PATIENCE)
                .until(() -> bridge.taken().stream()
                        .flatMap(transaction -> transaction.events().stream())
                        .anyMatch(event ->
                                event.getString("room_id").equals(room.id().value())));
    }

    @Test
    @Order(2)
    void operators_do_their_day() throws Exception {
        // Given
        UserId bob = us.user("bob");
        UserId carol = us.user("carol");
        ScriptedRoom lounge = invited(bob);
        ScriptedRoom cellar = invited(carol);
        String room = lounge.id().value();
        String letter = unbound.bury(Topics.INVITES_COMMANDS, cellar, Deployment.acceptCommand(cellar, carol));

        // When
        // Then
        assertDone(operators, "list", "--user", bob.value());
        assertDone(operators, "explain", room, bob.value());
        assertDone(operators, "accept", room, bob.value());
        assertDone(operators, "show", room, bob.value());
        assertDone(operators, "reject", cellar.id().value(), carol.value());
        assertDone(operators, "tail", "--from-start", "--count", "1", "--for", "10");
        assertDone(operators, "tail", "--outcomes", "--from-start", "--count", "1", "--for", "10");
        assertDone(operators, "replay", room);
        assertDone(operators, "policy", "block", "server", "*.evil.example");
        assertDone(operators, "policy", "list");
        assertDone(operators, "policy", "remove", "server", "*.evil.example");
        assertDone(operators, "dlq", "list");
        assertDone(operators, "dlq", "show", letter);
        assertDone(operators, "server", "show", alices.name().value());
        assertDone(operators, "server", "reset", alices.name().value());
        assertDone(operators, "topics", "diff");
        assertDone(operators, "schemas", "check");
        assertDone(operators, "doctor");
        assertThat(run(operators, "retry", room, bob.value()).code()).isIn(0, NOT_INVITED);
        assertThat(run(operators, "dlq", "replay", letter).code()).isEqualTo(NOT_INVITED);
    }

    @Test
    @Order(3)
    void operators_do_not_do_what_administrators_do() throws Exception {
        // Given
        UserId dave = us.user("dave");
        ScriptedRoom room = invited(dave);
        String letter = unbound.bury(Topics.HOMESERVER_MEMBERSHIPS, room, left(room, dave));
        shortened();

        // When
        Run apply = run(operators, "topics", "apply");
        Run replay = run(operators, "dlq", "replay", letter);
        Run forget = run(operators, "forget", dave.value(), "--dry-run");
        Run applied = run(administrators, "topics", "apply");
        Run replayed = run(administrators, "dlq", "replay", letter);

        // Then
        assertThat(apply.code()).as(apply.toString()).isEqualTo(NOT_ALLOWED);
        assertThat(replay.code()).as(replay.toString()).isEqualTo(NOT_ALLOWED);
        assertThat(forget.out()).contains("invites.received", "not looked at");
        assertThat(applied.code()).as(applied.toString()).isZero();
        assertThat(applied.out()).contains("retention.ms=1234567");
        assertThat(replayed.code()).as(replayed.toString()).isZero();
    }

    @Test
    @Order(4)
    void administrators_forget_a_person_in_every_topic() throws Exception {
        // Given
        UserId erin = us.user("erin");
        ScriptedRoom room = invited(erin);

        // When
        Run forgotten = run(administrators, "forget", erin.value(), "--force");

        // Then
        assertThat(forgotten.code()).as(forgotten.toString()).isZero();
        assertThat(forgotten.out())
                .contains("FORGOTTEN", "invites.received", "invites.events")
                .doesNotContain("not looked at");
        assertThat(us.state(room, erin)).isEmpty();
    }

    @Test
    @Order(5)
    void the_auditor_audits() throws Exception {
        // Given
        Path auditor = cluster.file(KafkaUser.AUDITOR, Map.of());

        // When
        Run audit = run(auditor, "audit");

        // Then
        assertThat(audit.code()).as(audit.toString()).isIn(0, 9);
        assertThat(audit.out()).contains("judged");
    }

    @Test
    @Order(6)
    void the_console_tells_commands_and_forgets() throws Exception {
        // Given
        UserId frank = us.user("frank");
        ScriptedRoom room = invited(frank);
        String invite = "/api/v1/invites/" + enc(room.id().value()) + "/" + enc(frank.value());
        await().atMost(PATIENCE).until(() -> get(invite).getString("state").equals("INVITED"));

        // When
        JsonObject accepted = post(
                "/api/v1/commands",
                new JsonObject()
                        .put("type", "accept")
                        .put("room", room.id().value())
                        .put("user", frank.value()));
        JsonObject dry = post("/api/v1/users/" + enc(frank.value()) + "/forget", new JsonObject().put("dry_run", true));

        // Then
        assertThat(accepted.getString("outcome")).isEqualTo("JOINED");
        await().atMost(PATIENCE)
                .until(() -> get(invite + "/history").encode().contains("JOINED")
                        && get("/api/v1/topics").encode().contains("vestibule-worker"));
        assertThat(get("/api/v1/counts").getJsonObject("counts").getInteger("JOINED"))
                .isPositive();
        assertThat(dry.getJsonArray("unread").getList())
                .contains("invites.received")
                .doesNotContain("invites.events");
    }

    @Test
    @Order(7)
    void administrators_rebuild() throws Exception {
        // Given
        Path other = cluster.file(KafkaUser.ADMINISTRATORS, Map.of("topology.application-id", "vestibule-topology-2"));

        // When
        Run rebuilt = run(other, "rebuild", "--although-running");

        // Then
        assertThat(rebuilt.code()).as(rebuilt.toString()).isZero();
        assertThat(rebuilt.out()).contains("rebuilt the stores of vestibule-topology-2");
    }

    private static ScriptedRoom invited(UserId user) throws Exception {
        ScriptedRoom room = world.room("11", alices, "alice", "Vault");
        us.invited(alices, "alice", room, user, InviteEnvelope.via(alices));
        await().atMost(PATIENCE).until(() -> us.state(room, user).equals("INVITED"));
        return room;
    }

    private static MembershipChanged left(ScriptedRoom room, UserId user) {
        return MembershipChanged.newBuilder()
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setMembership(Membership.LEAVE)
                .setEventId("$left")
                .build();
    }

    private static void shortened() throws Exception {
        ConfigResource outcomes = new ConfigResource(ConfigResource.Type.TOPIC, Topics.INVITES_OUTCOMES.name());
        AlterConfigOp shorter = new AlterConfigOp(new ConfigEntry("retention.ms", "1234567"), AlterConfigOp.OpType.SET);
        try (Admin admin = cluster.admin()) {
            admin.incrementalAlterConfigs(Map.of(outcomes, List.of(shorter)))
                    .all()
                    .get();
        }
    }

    private static void assertDone(Path as, String... arguments) {
        Run run = run(as, arguments);
        assertThat(run.code()).as(String.join(" ", arguments) + " " + run).isZero();
    }

    private static Run run(Path as, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] whole = Arrays.copyOf(arguments, arguments.length + 2);
        whole[arguments.length] = "--config";
        whole[arguments.length + 1] = as.toString();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(whole);
        return new Run(code, out.toString(), err.toString());
    }

    private static JsonObject get(String target) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(console + target)));
    }

    private static JsonObject post(String target, JsonObject body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(console + target))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    private static JsonObject answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonObject(answer.body());
        }
    }

    private static String enc(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
