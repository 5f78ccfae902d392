package io.vestibule.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.kafka.KafkaFigure;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.standalone.deploy.Catalogue;
import io.vestibule.standalone.deploy.PrometheusServer;
import io.vestibule.standalone.deploy.ShippedQuery;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.InviteForm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus beside the demo, under the shipped rules: queries of the dashboards are asked, and alerts fire when the thing
 * happens. A minute of the rules is a second here. One run, whose order matters: the last thing that happens is the end.
 */
@TestMethodOrder(OrderAnnotation.class)
class MonitoringIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What a demo has no use for: ingress takes any user there, no policy refuses anything. */
    private static final Set<Metric> NOT_IN_A_DEMO = Set.of(Metric.INGRESS_LOCAL_USERS, Metric.INVITES_POLICY_REFUSED);

    /** Servers on ports of loopback on which nobody listens. */
    private static final InviteEnvelope NOWHERE = InviteEnvelope.of(InviteForm.V2)
            .withVia(IntStream.rangeClosed(1, 40)
                    .mapToObj(port -> "localhost:" + port)
                    .toList());

    private static final Pattern LABEL = Pattern.compile("=\"([^\"]*)\"");

    /** Of all metrics together, those of the JVM, of Kafka's clients and of each topic included. */
    private static final int MOST_LABEL_VALUES = 500;

    @TempDir
    static Path folder;

    private static Stage stage;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void play() throws IOException {
        Narrator narrator = Narrator.silent(new PrintWriter(Writer.nullWriter()));
        stage = Stage.set(narrator);
        prometheus =
                PrometheusServer.start(folder, stage.config().admin().listen().toString());
        commandThroughTheConsole();
        assertThat(DemoCommand.play(stage, narrator))
                .allSatisfy(scene ->
                        assertThat(scene.complaints()).as(scene.scene()).isEmpty());
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void every_metric_of_the_catalogue_is_exposed_after_a_demo() throws Exception {
        // When
        Set<String> exposed = exposed();

        // Then
        for (Metric metric : Metric.values()) {
            if (!NOT_IN_A_DEMO.contains(metric)) {
                assertThat(exposed).anyMatch(name -> name.startsWith(metric.id().replace('.', '_')));
            }
        }
        assertThat(exposed)
                .containsAll(List.of(KafkaFigure.values()).stream()
                        .map(KafkaFigure::id)
                        .toList());
    }

    @Test
    @Order(1)
    void no_label_names_a_server_a_room_a_user_or_an_event() throws Exception {
        // Given
        List<String> servers = stage.cast().roles().keySet().stream()
                .map(server -> server.name().value())
                .toList();

        // When
        List<String> values = scraped().stream()
                .flatMap(line -> LABEL.matcher(line).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();

        // Then
        assertThat(values)
                .isNotEmpty()
                .doesNotContainAnyElementsOf(servers)
                .noneMatch(value -> value.matches("[!@$#].*"))
                .hasSizeLessThan(MOST_LABEL_VALUES);
    }

    /** Which the demo does without. */
    private static void commandThroughTheConsole() throws IOException {
        String command = new JsonObject()
                .put("type", "accept")
                .put("room", "!nowhere:a.example")
                .put("user", stage.user("nobody").value())
                .put("command_id", "monitoring")
                .encode();
        HttpRequest request = HttpRequest.newBuilder(stage.console().resolve("/api/v1/commands"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(command))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("NOT_INVITED");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Order(2)
    void every_query_of_every_dashboard_has_an_answer_from_metrics_that_are_exposed() throws Exception {
        // Given
        Set<String> exposed = exposed();

        // When
        for (ShippedQuery query : ShippedQuery.all()) {
            JsonObject answer = prometheus.query(query.over("1m"));

            // Then
            assertThat(answer.getString("status")).as(query + ": " + answer).isEqualTo("success");
            assertThat(exposed).as(query.toString()).containsAll(Catalogue.askedBy(query.expression()));
        }
    }

    @Test
    @Order(3)
    void a_dead_letter_fires() throws Exception {
        // Given
        assertThat(prometheus.firing()).doesNotContain("VestibuleDeadLetters");

        // When
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                stage.config().kafka().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.INVITES_COMMANDS.name(), "not a command".getBytes(UTF_8)))
                    .get();
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.firing()).contains("VestibuleDeadLetters"));
    }

    @Test
    @Order(4)
    void servers_that_are_all_unreachable_fire() throws Exception {
        // Given
        assertThat(prometheus.firing()).doesNotContain("VestibulePeersUnreachable", "VestibuleInstanceDown");
        DemoCast cast = stage.cast();
        cast.alices().comeBack();
        ScriptedRoom room = stage.world().room("11", cast.alices(), "alice", "Nowhere");
        List<UserId> users = List.of(stage.user("heidi"), stage.user("ivan"));
        for (UserId user : users) {
            InviteExchange invited = cast.alices().invite(stage.peer(), room, "alice", user, NOWHERE);
            assertThat(invited.isAccepted()).as(invited.toString()).isTrue();
        }
        cast.alices().goOffline();

        // When
        for (UserId user : users) {
            CommandOutcome outcome = stage.commands().send(accept(room, user)).get(30, TimeUnit.SECONDS);
            assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.NO_SERVER_REACHABLE);
            awaitScrape();
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.firing())
                        .as(prometheus.series("sum by (step, result) (worker_attempts_seconds_count)") + ", "
                                + prometheus.series("vestibule:attempts_silent:ratio15m"))
                        .contains("VestibulePeersUnreachable"));
    }

    @Test
    @Order(5)
    void a_process_that_is_gone_fires() {
        // Given
        assertThat(prometheus.firing()).doesNotContain("VestibuleInstanceDown", "VestibuleServiceAbsent");

        // When
        stage.close();
        stage = null;

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(prometheus.firing()).contains("VestibuleInstanceDown", "VestibuleServiceAbsent"));
    }

    /** A rate takes two scrapes, and a series that is new is no rise. */
    private static void awaitScrape() throws Exception {
        double before = scrapes();
        await().atMost(PATIENCE).until(() -> scrapes() > before + 1);
    }

    private static double scrapes() throws Exception {
        return prometheus.series("count_over_time(up[10m])").stream()
                .mapToDouble(up -> Double.parseDouble(up.getJsonArray("value").getString(1)))
                .sum();
    }

    private static InviteCommand accept(ScriptedRoom room, UserId user) {
        return InviteCommand.newBuilder()
                .setCommandId("monitoring-" + user.localpart())
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy("test")
                .setType(CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder().build())
                .build();
    }

    /** The names of everything that the process tells a scrape. */
    private static Set<String> exposed() throws Exception {
        return scraped().stream()
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> scraped() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://" + stage.config().admin().listen() + "/metrics");
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
