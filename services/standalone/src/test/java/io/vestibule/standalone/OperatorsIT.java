package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What operators type, against a running deployment: every command's help, and an example of each. */
class OperatorsIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver dead;

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out its standard output
     * @param err its standard error
     */
    private record Run(int code, String out, String err) {
        List<JsonObject> objects() {
            return out.lines().map(JsonObject::new).toList();
        }

        @Override
        public String toString() {
            return code + "\n" + out + err;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        dead = world.server("dead.example");
        dead.goOffline();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    static Stream<List<String>> commands() {
        return paths(Main.commandLine()).filter(path -> !path.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself(List<String> command) {
        // When
        Run help = run(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));

        // Then
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: vestibule " + String.join(" ", command), "Exit codes:");
    }

    @Test
    void explain_tells_the_order_and_the_reason_of_each_place() throws IOException {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invitingRoom(bob);

        // When
        Run explain = awaited(
                run -> run.code() == 0, "explain", room.id().value(), bob.value(), "--json", "--config", config());
        Run plain = onInvite("explain", room, bob);

        // Then
        assertThat(explain.code()).as(explain.toString()).isZero();
        List<JsonObject> servers = explain.objects().getFirst().getJsonArray("servers").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(servers)
                .extracting(server -> world.nickname(server.getString("server")) + " " + server.getString("source")
                        + " " + server.getString("standing"))
                .containsExactly("dead.example VIA ASKED", "a.example VIA ASKED");
        assertThat(plain.out()).contains("1.  " + dead.name()).contains("in the via of invite $");
    }

    @Test
    void rules_of_policy_are_made_listed_replaced_and_taken_back() {
        // When
        Run blocked = run("policy", "block", "server", "*.evil.example", "--reason", "spam", "--config", config());
        Run listed = run("policy", "list", "--config", config());
        Run allowed = run("policy", "allow", "server", "*.Evil.example", "--config", config());
        Run replaced = run("policy", "list", "--json", "--config", config());
        Run removed = run("policy", "remove", "server", "*.evil.example", "--config", config());
        Run empty = run("policy", "list", "--config", config());
        Run wrong = run("policy", "block", "city", "Berlin", "--config", config());

        // Then
        assertThat(blocked.code()).as(blocked.toString()).isZero();
        assertThat(listed.out()).contains("block server *.evil.example  (spam)");
        assertThat(allowed.code()).isZero();
        assertThat(replaced.objects()).singleElement().satisfies(rule -> {
            assertThat(rule.getString("effect")).isEqualTo("allow");
            assertThat(rule.getString("glob")).isEqualTo("*.Evil.example");
        });
        assertThat(removed.code()).isZero();
        assertThat(empty.out()).isEmpty();
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void list_shows_pending_invites_until_they_are_settled() throws IOException {
        // Given
        UserId carol = us.user("carol");
        ScriptedRoom room = invitingRoom(carol);

        // When
        Run before =
                awaited(run -> !run.out().isEmpty(), "list", "--user", carol.value(), "--json", "--config", config());
        onInvite("reject", room, carol);
        Run after = run("list", "--user", carol.value(), "--config", config());
        Run left = run("list", "--user", carol.value(), "--state", "LEFT", "--json", "--config", config());

        // Then
        assertThat(before.objects())
                .singleElement()
                .satisfies(row -> assertThat(row.getString("state")).isEqualTo("INVITED"))
                .satisfies(row ->
                        assertThat(row.getString("room")).isEqualTo(room.id().value()));
        assertThat(after.out()).isEmpty();
        assertThat(left.objects()).hasSize(1);
    }

    @Test
    void tail_prints_the_ledger_and_the_outcomes() throws IOException {
        // Given
        UserId dave = us.user("dave");
        ScriptedRoom room = invitingRoom(dave);
        onInvite("reject", room, dave);

        // When
        Run ledger = run(
                "tail", "--user", dave.value(), "--from-start", "--count", "2", "--for", "30", "--config", config());
        Run outcomes = run(
                "tail",
                "--outcomes",
                "--room",
                room.id().value(),
                "--from-start",
                "--count",
                "1",
                "--for",
                "30",
                "--json",
                "--config",
                config());

        // Then
        assertThat(ledger.out().lines()).hasSize(2).first().asString().contains("invite recorded");
        assertThat(outcomes.objects())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getString("outcome")).isEqualTo("LEFT"));
    }

    @Test
    void retry_walks_a_failed_accept_again() throws IOException {
        // Given
        UserId erin = us.user("erin");
        ScriptedRoom room = invitingRoom(erin);
        alices.goOffline();
        Run failed = onInvite("accept", room, erin);
        alices.comeBack();

        // When
        Run retry = onInvite("retry", room, erin, "--json");

        // Then
        assertThat(failed.code()).as(failed.toString()).isEqualTo(4);
        assertThat(retry.code()).as(retry.toString()).isZero();
        assertThat(retry.objects().getFirst().getString("outcome")).isEqualTo("JOINED");
    }

    @Test
    void a_dead_letter_is_listed_shown_and_refused_where_replaying_is_of_no_use() throws Exception {
        // Given
        Map<String, Object> keys = us.config().kafka().clientProperties();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(keys, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.INVITES_COMMANDS.name(), "key".getBytes(UTF_8), "no command".getBytes(UTF_8)))
                    .get();
        }

        // When
        Run list = awaited(
                run -> run.out().contains("topology.rekey"),
                "dlq",
                "list",
                "--topic",
                "invites.commands",
                "--json",
                "--config",
                config());
        String letter = list.objects().stream()
                .filter(dead -> dead.getString("stage").equals("topology.rekey"))
                .findFirst()
                .orElseThrow()
                .getString("letter");
        Run show = run("dlq", "show", letter, "--config", config());
        Run replay = run("dlq", "replay", letter, "--config", config());
        Run none = run("dlq", "show", "0-999999", "--config", config());

        // Then
        assertThat(show.out()).contains("invites.commands", "topology.rekey", "no command");
        assertThat(replay.code()).isEqualTo(2);
        assertThat(replay.err()).contains("are no command");
        assertThat(none.code()).isEqualTo(2);
    }

    @Test
    void a_dead_command_is_sent_anew_under_another_id() throws Exception {
        // Given
        UserId frank = us.user("frank");
        ScriptedRoom room = invitingRoom(frank);
        InviteCommand command = Deployment.acceptCommand(room, frank);
        String letter = us.bury(Topics.INVITES_COMMANDS, room, command);

        // When
        Run replay = run("dlq", "replay", letter, "--json", "--config", config());

        // Then
        assertThat(replay.code()).as(replay.toString()).isZero();
        assertThat(replay.objects().getFirst().getString("outcome")).isEqualTo("JOINED");
        assertThat(replay.objects().getFirst().getString("command_id")).isNotEqualTo(command.getCommandId());
    }

    @Test
    void a_room_is_replayed_to_its_end_an_offset_and_a_time() throws IOException {
        // Given
        UserId heidi = us.user("heidi");
        ScriptedRoom room = invitingRoom(heidi);
        onInvite("reject", room, heidi);
        String id = room.id().value();

        // When
        Run end = run("replay", id, "--json", "--config", config());
        JsonObject whole = end.objects().getFirst();
        String first = whole.getLong("from_offset").toString();
        Run invited = run("replay", id, "--at", first, "--json", "--config", config());
        Run before = run("replay", id, "--at", "2020-01-01T00:00:00Z", "--config", config());
        Run plain = run("replay", id, "--state-only", "--config", config());
        Run wrong = run("replay", id, "--at", "yesterday", "--config", config());

        // Then
        assertThat(end.code()).as(end.toString()).isZero();
        assertThat(whole.getJsonArray("users").getJsonObject(0).getString("state"))
                .isEqualTo("LEFT");
        assertThat(whole.getJsonArray("events")
                        .getJsonObject(0)
                        .getJsonObject("entry")
                        .getString("event"))
                .isEqualTo("INVITE_RECORDED");
        assertThat(invited.objects()).singleElement().satisfies(then -> {
            assertThat(then.getJsonArray("users").getJsonObject(0).getString("state"))
                    .isEqualTo("INVITED");
            assertThat(then.getJsonArray("events")).hasSize(1);
            assertThat(then.getInteger("later_events"))
                    .isEqualTo(whole.getJsonArray("events").size() - 1);
        });
        assertThat(before.code()).isEqualTo(5);
        assertThat(before.out()).contains("nothing of it so far");
        assertThat(plain.out()).contains("routes   " + dead.name(), heidi + "  LEFT since");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("neither an offset nor a time");
    }

    @Test
    void a_server_is_shown_and_its_silence_forgotten() throws IOException {
        // Given
        UserId ivan = us.user("ivan");
        ScriptedRoom room = invitingRoom(ivan);
        onInvite("accept", room, ivan);
        String name = dead.name().value();

        // When
        Run show = awaited(
                run -> run.objects().getFirst().getLong("attempts") > 0,
                "server",
                "show",
                name,
                "--json",
                "--config",
                config());
        Run plain = run("server", "show", name, "--config", config());
        Run reset = run("server", "reset", name, "--json", "--config", config());
        Run after = run("server", "show", name, "--json", "--config", config());
        Run wrong = run("server", "reset", "a_b", "--config", config());

        // Then
        JsonObject known = show.objects().getFirst();
        assertThat(known.getJsonObject("results").getLong("UNREACHABLE")).isPositive();
        assertThat(known.getLong("rooms")).isPositive();
        assertThat(known.getJsonArray("workers").getJsonObject(0).getBoolean("short_tries"))
                .isTrue();
        assertThat(plain.out()).contains("0% answered", "UNREACHABLE", "silent", "short tries until");
        assertThat(reset.code()).as(reset.toString()).isZero();
        assertThat(reset.objects().getFirst().getBoolean("silence_forgotten")).isTrue();
        assertThat(after.objects()
                        .getFirst()
                        .getJsonArray("workers")
                        .getJsonObject(0)
                        .getBoolean("short_tries"))
                .isFalse();
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void a_person_is_forgotten_where_nothing_is_pending_and_everywhere_by_force() throws IOException {
        // Given
        UserId grace = us.user("grace");
        ScriptedRoom left = invitingRoom(grace);
        ScriptedRoom open = invitingRoom(grace);
        onInvite("reject", left, grace);
        awaited(run -> run.code() == 0, "show", open.id().value(), grace.value(), "--config", config());

        // When
        Run dry = run("forget", grace.value(), "--dry-run", "--json", "--config", config());
        Run polite = run("forget", grace.value(), "--json", "--config", config());
        Run forced = run("forget", grace.value(), "--force", "--json", "--config", config());
        Run again = run("forget", grace.value(), "--config", config());
        Run show = onInvite("show", left, grace, "--json");

        // Then
        assertThat(dry.code()).as(dry.toString()).isZero();
        assertThat(forgotten(dry))
                .containsOnly(
                        Map.entry(left.id().value(), "KEPT"),
                        Map.entry(open.id().value(), "KEPT"));
        assertThat(polite.code()).as(polite.toString()).isEqualTo(10);
        assertThat(forgotten(polite))
                .containsOnly(
                        Map.entry(left.id().value(), "FORGOTTEN"),
                        Map.entry(open.id().value(), "STILL_PENDING"));
        assertThat(forced.code()).as(forced.toString()).isZero();
        assertThat(forgotten(forced)).containsOnly(Map.entry(open.id().value(), "FORGOTTEN"));
        assertThat(forced.objects().getFirst().getJsonArray("topics").stream()
                        .map(JsonObject.class::cast)
                        .filter(topic -> topic.getString("topic").equals("invites.events")))
                .singleElement()
                .satisfies(topic -> assertThat(topic.getInstant("gone_by"))
                        .isBetween(
                                Instant.now().plus(Duration.ofDays(30)),
                                Instant.now().plus(Duration.ofDays(31))));
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("kept     nothing", "invites.events", "gone by 20");
        assertThat(show.code()).isEqualTo(5);
    }

    private static Map<String, String> forgotten(Run forget) {
        return forget.objects().getFirst().getJsonArray("rooms").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(room -> room.getString("room"), room -> room.getString("outcome")));
    }

    @Test
    void topics_that_differ_are_told_and_set() throws Exception {
        // Given
        Run same = run("topics", "diff", "--config", config());
        try (Admin admin = Admin.create(us.config().kafka().clientProperties())) {
            ConfigResource outcomes = new ConfigResource(ConfigResource.Type.TOPIC, Topics.INVITES_OUTCOMES.name());
            ConfigResource changelog = new ConfigResource(
                    ConfigResource.Type.TOPIC, us.config().topology().applicationId() + "-memory-changelog");
            AlterConfigOp shorter =
                    new AlterConfigOp(new ConfigEntry("retention.ms", "1234567"), AlterConfigOp.OpType.SET);
            AlterConfigOp asOnceMade =
                    new AlterConfigOp(new ConfigEntry("segment.ms", ""), AlterConfigOp.OpType.DELETE);
            admin.incrementalAlterConfigs(Map.of(outcomes, List.of(shorter), changelog, List.of(asOnceMade)))
                    .all()
                    .get();
        }

        // When
        Run differs = run("topics", "diff", "--json", "--config", config());
        Run apply = run("topics", "apply", "--config", config());
        Run again = run("topics", "diff", "--config", config());

        // Then
        assertThat(same.code()).as(same.toString()).isZero();
        assertThat(differs.code()).isEqualTo(9);
        assertThat(differs.objects())
                .extracting(row -> row.getString("detail"))
                .satisfiesExactly(
                        detail -> assertThat(detail).contains("retention.ms=1234567"),
                        detail -> assertThat(detail).contains("-memory-changelog has segment.ms="));
        assertThat(apply.code()).as(apply.toString()).isZero();
        assertThat(again.code()).as(again.toString()).isZero();
    }

    @Test
    void every_schema_is_found_in_the_registry() {
        // When
        Run check = run("schemas", "check", "--json", "--config", config());
        Run register = run("schemas", "register", "--config", config());

        // Then
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.objects())
                .hasSize(TopicLayout.embedded().topics().size())
                .allSatisfy(row -> assertThat(row.getString("standing")).isEqualTo("REGISTERED"));
        assertThat(register.code()).as(register.toString()).isZero();
    }

    @Test
    void keys_are_generated_once_and_shown_without_their_seeds() {
        // Given
        String file = directory.resolve("another.key").toString();

        // When
        Run generate = run("keys", "generate", file, "--json");
        Run again = run("keys", "generate", file);
        Run show = run("keys", "show", "--json", "--config", config());

        // Then
        assertThat(generate.objects().getFirst().getString("key_id")).startsWith("ed25519:");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
        assertThat(show.objects().getFirst().getString("use")).isEqualTo("signs");
    }

    @Test
    void the_configuration_is_printed_with_its_sources() {
        // When
        Run print = run("config", "print", "--config", config());

        // Then
        assertThat(print.code()).isZero();
        assertThat(print.out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("server-name").contains("vestibule.yaml:"))
                .anySatisfy(line -> assertThat(line).startsWith("worker.").contains("(default)"));
    }

    @Test
    void the_doctor_finds_a_healthy_deployment_healthy() {
        // When
        Run doctor = run("doctor", "--json", "--config", config());

        // Then
        assertThat(doctor.objects())
                .as(doctor.toString())
                .filteredOn(finding -> !List.of("OK", "SKIPPED", "WARNING").contains(finding.getString("verdict")))
                .isEmpty();
        assertThat(doctor.objects())
                .filteredOn(finding -> finding.getString("verdict").equals("OK"))
                .extracting(finding -> finding.getString("check"))
                .contains("published keys", "routes", "broker", "transactions", "topics", "schemas");
        assertThat(doctor.code()).isZero();
    }

    @Test
    void the_completion_script_knows_every_command() {
        // When
        Run completion = run("completion");

        // Then
        assertThat(completion.code()).isZero();
        assertThat(completion.out())
                .contains("complete -F")
                .contains(Main.commandLine().getSubcommands().keySet());
    }

    private static Stream<List<String>> paths(CommandLine command) {
        Stream<List<String>> below = command.getSubcommands().entrySet().stream()
                .flatMap(entry -> paths(entry.getValue()).map(path -> {
                    List<String> whole = new ArrayList<>(List.of(entry.getKey()));
                    whole.addAll(path);
                    return whole;
                }));
        return Stream.concat(Stream.of(List.of()), below);
    }

    private static ScriptedRoom invitingRoom(UserId user) throws IOException {
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, user, InviteEnvelope.via(dead, alices));
        return room;
    }

    private static String config() {
        return directory.resolve("vestibule.yaml").toString();
    }

    private static Run onInvite(String command, ScriptedRoom room, UserId user, String... further) {
        String[] first = {command, room.id().value(), user.value(), "--config", config()};
        return run(Stream.concat(Arrays.stream(first), Arrays.stream(further)).toArray(String[]::new));
    }

    /** An invite that was answered is on the log, and a moment later decided. */
    private static Run awaited(Predicate<Run> until, String... arguments) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> run(arguments), until);
    }

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
