package io.vestibule.topology.service;

import static io.vestibule.topology.service.Records.BOB;
import static io.vestibule.topology.service.Records.accept;
import static io.vestibule.topology.service.Records.invite;
import static io.vestibule.topology.service.Records.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.InviteState;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.Section;
import io.vestibule.topology.service.rebuild.Rebuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stores made anew from the ledger alone, on a real broker, in the middle of everything. */
class RebuildIT {

    private static final int ROOMS = 60;
    private static final String OLD = "vestibule-topology";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Map<String, String> ANOTHER = Map.of("VESTIBULE_TOPOLOGY_APPLICATION_ID", "made-anew");

    @TempDir
    Path dir;

    private Cluster cluster;
    private volatile boolean workerIsSlow;

    @BeforeEach
    void start() {
        cluster = new Cluster(dir);
        cluster.createTopics();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void after_a_kill_and_lost_changelogs_it_goes_on_where_the_ledger_ends() throws Exception {
        // Given
        VestibuleConfig another = cluster.configWith(ANOTHER);
        try (ScriptedWorker worker = new ScriptedWorker(cluster.clients(), cluster.serdes, this::answer)) {
            try (TopologyProcess killed = TopologyProcess.start(cluster.environment(), dir.resolve("topology.log"))) {
                cluster.send(Topics.INVITES_RECEIVED, invites());
                cluster.send(Topics.INVITES_COMMANDS, commands());
                await().atMost(PATIENCE).until(() -> worker.orders().size() > ROOMS / 3);
                killed.kill();
            }
            assertThat(rebuilt(another, ""))
                    .as("while the group still waits for the killed one")
                    .isInstanceOfSatisfying(
                            Rebuild.Result.Refused.class,
                            refused -> assertThat(refused.reason()).contains(OLD, "living"));
            await().atMost(PATIENCE).until(() -> cluster.members().isEmpty());
            Map<String, byte[]> shown = cluster.latest(Topics.INVITES_STATE);
            Map<Section, Map<String, String>> stores = stores(OLD);
            cluster.send(Topics.INVITES_RECEIVED, "!late:a.example", invite("!late:a.example", "$late"));
            cluster.send(Topics.INVITES_COMMANDS, "x", accept("late", "!late:a.example"));
            // When
            cluster.destroy(OLD);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(rebuilt(another, "")).isInstanceOf(Rebuild.Result.Rebuilt.class));
            // Then
            assertThat(stores("made-anew")).isEqualTo(stores);
            assertThat(cluster.latest(Topics.INVITES_STATE)).containsExactlyInAnyOrderEntriesOf(shown);
            try (TopologyService second = started(another)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(outcomes("")).hasSize(ROOMS + 1));
                assertEverythingOnce("", ROOMS + 1);
                assertThat(second.isRunning()).isTrue();
            }
        }
    }

    @Test
    void another_number_of_partitions_has_the_same_state_and_finishes_what_was_under_way() throws Exception {
        // Given
        Map<String, String> changes = new HashMap<>(ANOTHER);
        changes.put("VESTIBULE_KAFKA_TOPICS_PREFIX", "wide.");
        changes.put("VESTIBULE_KAFKA_TOPICS_PARTITIONS", "5");
        VestibuleConfig wide = cluster.configWith(changes);
        String left = "!left:a.example";
        try (ScriptedWorker worker = new ScriptedWorker(cluster.clients(), cluster.serdes, this::answer);
                TopologyService first = started(cluster.config)) {
            cluster.send(Topics.INVITES_RECEIVED, invites());
            cluster.send(Topics.INVITES_RECEIVED, left, invite(left, "$left"));
            membership(left, Membership.JOIN, "$joined", "$left");
            membership(left, Membership.LEAVE, "$gone", "$joined");
            await().atMost(PATIENCE).until(() -> state(cluster.config, left) instanceof InviteState.Left);
            workerIsSlow = true;
            cluster.send(Topics.INVITES_COMMANDS, commands());
            await().atMost(PATIENCE).until(() -> worker.orders().size() > ROOMS / 3);
        }
        Map<String, byte[]> shown = cluster.latest(Topics.INVITES_STATE);
        workerIsSlow = false;
        // When
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rebuilt(wide, "")).isInstanceOf(Rebuild.Result.Rebuilt.class));
        // Then
        assertThat(cluster.latest(Topics.INVITES_STATE.prefixed("wide.")).keySet())
                .isEqualTo(shown.keySet());
        try (ScriptedWorker worker = new ScriptedWorker("wide.", cluster.clients(), cluster.serdes, this::answer);
                TopologyService second = started(wide)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(allOutcomes()).hasSize(ROOMS));
            assertThat(allOutcomes())
                    .allSatisfy(
                            (command, count) -> assertThat(count).as(command).isOne());
            assertThat(submitted(worker.orders()))
                    .allSatisfy((room, events) -> assertThat(events).hasSize(1));
            assertThat(state(wide, left)).isInstanceOf(InviteState.Left.class);
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    void it_refuses_other_partitions_on_the_same_topics_and_an_application_that_was_used() {
        // Given
        Map<String, String> changes = new HashMap<>(ANOTHER);
        changes.put("VESTIBULE_KAFKA_TOPICS_PARTITIONS", "5");
        // When
        Rebuild.Result narrow = rebuilt(cluster.configWith(changes), "");
        Rebuild.Result first = rebuilt(cluster.configWith(ANOTHER), "");
        Rebuild.Result again = rebuilt(cluster.configWith(ANOTHER), "");
        Rebuild.Result nowhere = rebuilt(cluster.configWith(ANOTHER), "elsewhere.");
        // Then
        assertThat(narrow).isInstanceOf(Rebuild.Result.Refused.class);
        assertThat(String.valueOf(narrow)).contains("--from-prefix");
        assertThat(first).isInstanceOf(Rebuild.Result.Rebuilt.class);
        assertThat(String.valueOf(again)).contains("made-anew", "has been used");
        assertThat(String.valueOf(nowhere)).contains("no topic elsewhere.invites.events");
    }

    private Rebuild.Result rebuilt(VestibuleConfig config, String from) {
        Rebuild.Wish wish = new Rebuild.Wish(from, false);
        return new Rebuild(config, cluster.serdes, wish, (step, done) -> {}).run();
    }

    private TopologyService started(VestibuleConfig config) {
        Health health = new Health();
        TopologyService service =
                TopologyService.start(config, new TopologyService.Surroundings(cluster.serdes, new Metrics(), health));
        await().atMost(PATIENCE).until(() -> health.isUp(Probe.READY));
        return service;
    }

    private Optional<WorkResult> answer(WorkOrder order) {
        boolean held = workerIsSlow && order.getRoomId().hashCode() % 2 == 0;
        return held ? Optional.empty() : Records.success(order);
    }

    private static Map<String, InviteReceived> invites() {
        Map<String, InviteReceived> invites = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            invites.put(room(i), invite(room(i), "$i" + i));
        }
        return invites;
    }

    private static Map<String, InviteCommand> commands() {
        Map<String, InviteCommand> commands = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            commands.put("key" + i, i % 2 == 0 ? accept("c" + i, room(i)) : reject("c" + i, room(i)));
        }
        return commands;
    }

    private static String room(int i) {
        return "!r" + i + ":a.example";
    }

    private void membership(String room, Membership membership, String event, String cites) throws Exception {
        MembershipChanged changed = MembershipChanged.newBuilder()
                .setRoomId(room)
                .setUserId(BOB)
                .setMembership(membership)
                .setEventId(event)
                .setAuthEventIds(List.of(cites))
                .build();
        cluster.send(Topics.HOMESERVER_MEMBERSHIPS, room + BOB + event, changed);
    }

    private InviteState state(VestibuleConfig config, String room) {
        return new LedgerReader(
                        cluster.clients(), cluster.serdes, config.kafka().topics())
                .read(RoomId.of(room), PATIENCE)
                .invite(UserId.of(BOB))
                .state();
    }

    private Map<Section, Map<String, String>> stores(String application) {
        Map<Section, Map<String, String>> all = new EnumMap<>(Section.class);
        cluster.changelog(application).forEach((key, value) -> {
            byte[] stored = HexFormat.of().parseHex(key);
            String bare = HexFormat.of().formatHex(Section.bare(stored));
            Section section = Section.of(stored).orElseThrow();
            if (section != Section.DUE || !bare.startsWith("ffff")) { // where restatement stands
                all.computeIfAbsent(section, its -> new HashMap<>()).put(bare, value);
            }
        });
        return all;
    }

    /** How often each command was answered. */
    private Map<String, Integer> outcomes(String prefix) {
        Map<String, Integer> outcomes = new HashMap<>();
        for (CommandOutcome outcome : cluster.read(Topics.INVITES_OUTCOMES.prefixed(prefix))) {
            outcomes.merge(outcome.getCommandId(), 1, Integer::sum);
        }
        return outcomes;
    }

    private Map<String, Integer> allOutcomes() {
        Map<String, Integer> all = outcomes("");
        outcomes("wide.").forEach((command, count) -> all.merge(command, count, Integer::sum));
        return all;
    }

    private void assertEverythingOnce(String prefix, int rooms) {
        assertThat(outcomes(prefix))
                .allSatisfy((command, count) -> assertThat(count).as(command).isOne());
        List<WorkOrder> orders = cluster.read(Topics.INVITES_HANDSHAKES.prefixed(prefix));
        assertThat(orders).extracting(WorkOrder::getOrderId).doesNotHaveDuplicates();
        assertThat(submitted(orders))
                .allSatisfy((room, events) -> assertThat(events).hasSize(1));
        assertThat(cluster.read(Topics.INVITES_EVENTS.prefixed(prefix)))
                .filteredOn(event -> event.getInviteRecorded() != null)
                .hasSize(rooms);
        assertThat(cluster.read(Topics.INVITES_DEAD_LETTERS.prefixed(prefix))).isEmpty();
    }

    private static Map<String, Set<String>> submitted(List<WorkOrder> orders) {
        Map<String, Set<String>> sent = new HashMap<>();
        for (WorkOrder order : orders) {
            if (order.getSubmit() != null) {
                sent.computeIfAbsent(order.getRoomId(), room -> new HashSet<>())
                        .add(order.getSubmit().getEventId());
            }
        }
        return sent;
    }
}
