package io.vestibule.topology.service;

import static io.vestibule.topology.service.Records.BOB;
import static io.vestibule.topology.service.Records.accept;
import static io.vestibule.topology.service.Records.invite;
import static io.vestibule.topology.service.Records.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteState;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.InternalTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyServiceIT {

    private static final int ROOMS = 150;

    @TempDir
    Path dir;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster(dir);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private TopologyService topology(Health health) {
        return TopologyService.start(
                cluster.config, new TopologyService.Surroundings(cluster.serdes, new Metrics(), health));
    }

    @Test
    void without_its_topics_it_refuses_to_start_and_names_them() {
        // Given
        Health health = new Health();
        // When
        // Then
        assertThatThrownBy(() -> topology(health)).hasMessageContaining("invites.received");
    }

    @Test
    void every_topic_that_it_makes_is_known_and_gets_the_keys_of_this_release_at_its_next_start() throws Exception {
        // Given
        cluster.createTopics();
        String application = cluster.config.topology().applicationId();
        Map<String, Map<String, String>> known = InternalTopics.of(application);
        try (Admin admin = Admin.create(cluster.clients())) {
            TopicAdmin topics = new TopicAdmin(admin);
            startedOnce();
            Set<String> made = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(application + "-"))
                    .collect(Collectors.toSet());
            List<TopicDifference> atFirst = topics.compare(known);
            asAnEarlierReleaseMadeIt(admin, InternalTopics.changelog(application));
            List<TopicDifference> before = topics.compare(known);

            // When
            startedOnce();

            // Then
            assertThat(made).isEqualTo(known.keySet());
            assertThat(atFirst).isEmpty();
            assertThat(before).hasSize(2);
            assertThat(topics.compare(known)).isEmpty();
        }
    }

    @Test
    void stores_of_an_earlier_form_are_not_taken_for_empty() throws Exception {
        // Given
        cluster.createTopics();
        String earlier = cluster.config.topology().applicationId() + "-rooms-changelog";
        try (Admin admin = Admin.create(cluster.clients())) {
            admin.createTopics(List.of(new NewTopic(earlier, 1, (short) 1)))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains(earlier));
        }
        Health health = new Health();
        // When
        // Then
        assertThatThrownBy(() -> topology(health)).hasMessageContainingAll(earlier, "rebuild");
    }

    private void startedOnce() {
        Health health = new Health();
        try (TopologyService running = topology(health)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> health.isUp(Probe.READY));
            assertThat(running.isRunning()).isTrue();
        }
    }

    private static void asAnEarlierReleaseMadeIt(Admin admin, String topic) throws Exception {
        List<AlterConfigOp> unset = Stream.of("segment.ms", "max.compaction.lag.ms")
                .map(key -> new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE))
                .toList();
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), unset))
                .all()
                .get();
    }

    @Test
    void a_join_that_a_stop_interrupts_is_finished_by_the_next_start() throws Exception {
        // Given
        cluster.createTopics();
        Health health = new Health();
        String joins = "!joins:a.example";
        String leaves = "!leaves:a.example";
        try (TopologyService first = topology(health)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> health.isUp(Probe.READY));
            cluster.send(Topics.INVITES_RECEIVED, Map.of(joins, invite(joins, "$i1"), leaves, invite(leaves, "$i2")));
            cluster.send(Topics.INVITES_COMMANDS, "anything", accept("c1", joins));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.ledger(joins).events().stream()
                            .anyMatch(event -> event.fact() instanceof Fact.WorkOrdered));
        }
        // When
        try (ScriptedWorker worker = new ScriptedWorker(cluster.clients(), cluster.serdes, Records::success);
                TopologyService second = topology(new Health())) {
            cluster.send(Topics.INVITES_COMMANDS, "anything", reject("c2", leaves));
            cluster.send(Topics.INVITES_COMMANDS, "anything", accept("c1", joins));
            // Then
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(outcomes())
                            .isEqualTo(Map.of("c1", Set.of(OutcomeType.JOINED), "c2", Set.of(OutcomeType.LEFT))));
            assertThat(worker.orders())
                    .filteredOn(order -> order.getRoomId().equals(joins))
                    .extracting(WorkOrder::getType)
                    .containsExactly(WorkOrderType.PREPARE_MEMBERSHIP, WorkOrderType.SUBMIT_MEMBERSHIP);
            assertThat(cluster.ledger(joins).invite(UserId.of(BOB)).state()).isInstanceOf(InviteState.Joined.class);
            assertThat(cluster.ledger(leaves).invite(UserId.of(BOB)).state()).isInstanceOf(InviteState.Left.class);
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    void stores_that_cannot_be_opened_are_thrown_away_and_the_next_start_makes_them_anew() throws Exception {
        // Given
        String room = invited();
        for (Path current : storeFiles("CURRENT")) {
            Files.writeString(current, "nowhere");
        }
        // When
        assertThatThrownBy(() -> topology(new Health())).hasMessageContaining("thrown away");
        // Then
        servesAgain(room);
    }

    @ParameterizedTest
    @EnumSource(Spoiling.class)
    void stores_with_a_spoilt_file_are_made_anew_at_once(Spoiling where) throws Exception {
        // Given
        String room = invited();
        for (Path table : storeFiles(".sst")) {
            where.spoil(table);
        }
        // When
        // Then
        servesAgain(room);
    }

    /** Opening a store meets the ones, and not the others. */
    private enum Spoiling {
        RECORDS(0, 8),
        EVERYTHING_ELSE(8, 32);

        private final int from;
        private final int to;

        Spoiling(int from, int to) {
            this.from = from;
            this.to = to;
        }

        void spoil(Path table) throws IOException {
            byte[] bytes = Files.readAllBytes(table);
            Arrays.fill(bytes, bytes.length * from / 32, bytes.length * to / 32, (byte) 7);
            Files.write(table, bytes);
        }
    }

    /** @return a room with an invite in the stores, which were closed */
    private String invited() throws Exception {
        cluster.createTopics();
        Health health = new Health();
        String room = "!spoilt:a.example";
        try (TopologyService first = topology(health)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> health.isUp(Probe.READY));
            cluster.send(Topics.INVITES_RECEIVED, Map.of(room, invite(room, "$i1")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !cluster.ledger(room).events().isEmpty());
            assertThat(first.isRunning()).isTrue();
        }
        return room;
    }

    private void servesAgain(String room) throws Exception {
        try (ScriptedWorker worker = new ScriptedWorker(cluster.clients(), cluster.serdes, Records::success);
                TopologyService second = topology(new Health())) {
            cluster.send(Topics.INVITES_COMMANDS, "anything", accept("c1", room));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(outcomes()).isEqualTo(Map.of("c1", Set.of(OutcomeType.JOINED))));
            assertThat(worker.orders()).isNotEmpty();
            assertThat(second.isRunning()).isTrue();
        }
    }

    private List<Path> storeFiles(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(cluster.config.dataDir())) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    @Test
    void a_kill_in_the_middle_loses_no_invite_and_gives_every_command_one_outcome() throws Exception {
        // Given
        cluster.createTopics();
        Map<String, InviteReceived> invites = new HashMap<>();
        Map<String, InviteCommand> commands = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = "!r" + i + ":a.example";
            invites.put(room, invite(room, "$i" + i));
            commands.put(keyOfAService(i, room), i % 2 == 0 ? accept("c" + i, room) : reject("c" + i, room));
        }
        Path log = dir.resolve("topology.log");
        try (ScriptedWorker worker = new ScriptedWorker(cluster.clients(), cluster.serdes, Records::success)) {
            try (TopologyProcess first = TopologyProcess.start(cluster.environment(), log)) {
                cluster.send(Topics.INVITES_RECEIVED, invites);
                cluster.send(Topics.INVITES_COMMANDS, commands);
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> worker.orders().size() > ROOMS / 4);
                // When
                first.kill();
            }
            assertThat(outcomes()).as("answered before the kill").hasSizeLessThan(ROOMS);
            try (TopologyProcess second = TopologyProcess.start(cluster.environment(), log)) {
                // Then
                await().atMost(Duration.ofSeconds(120))
                        .untilAsserted(() -> assertThat(outcomes()).hasSize(ROOMS));
            }
            assertThat(outcomes().values())
                    .allSatisfy(kinds -> assertThat(kinds).hasSize(1));
            assertThat(cluster.read(Topics.INVITES_OUTCOMES)).hasSize(ROOMS);
            assertThat(cluster.read(Topics.INVITES_EVENTS))
                    .filteredOn(event -> event.getInviteRecorded() != null)
                    .hasSize(ROOMS);
            assertThat(sentEvents(worker.orders()).values())
                    .allSatisfy(events -> assertThat(events).hasSize(1));
        }
    }

    /** Not every service keys its commands by their room. */
    private static String keyOfAService(int number, String room) {
        return number % 3 == 0 ? "service " + number : room;
    }

    @Test
    void commands_of_one_partition_for_the_rooms_of_one_task_are_decided_in_their_order() throws Exception {
        // Given
        cluster.createTopics();
        List<String> rooms =
                IntStream.range(0, 10).mapToObj(i -> "!r" + i + ":a.example").toList();
        try (TopologyService running = topology(new Health())) {
            for (String room : rooms.subList(0, 5)) {
                cluster.send(Topics.INVITES_RECEIVED, room, invite(room, "$of-" + room));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ledgerOf(Topics.INVITES_RECEIVED).size() == 5);
            // When
            Serializer<InviteCommand> values = cluster.serdes.serializer(Topics.INVITES_COMMANDS);
            try (var producer = new KafkaProducer<>(cluster.clients(), new StringSerializer(), values)) {
                for (int i = 0; i < 600; i++) {
                    String room = rooms.get(i * 7 % rooms.size());
                    producer.send(new ProducerRecord<>(
                            Topics.INVITES_COMMANDS.name(), keyOfAService(i, room), accept("c" + i, room)));
                }
            }
            // Then
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ledgerOf(Topics.INVITES_COMMANDS).stream()
                                    .map(event -> event.getPartition() + ":" + event.getInputOffset())
                                    .distinct()
                                    .count()
                            == 600);
            assertThat(running.isRunning()).isTrue();
        }
        int partitions = cluster.config.kafka().topics().partitions();
        Map<String, List<Long>> decided = ledgerOf(Topics.INVITES_COMMANDS).stream()
                .collect(Collectors.groupingBy(
                        event -> event.getPartition() + " for " + RoomPartitions.of(event.getRoomId(), partitions),
                        Collectors.mapping(LedgerEvent::getInputOffset, Collectors.toList())));
        assertThat(decided).hasSizeGreaterThan(partitions);
        assertThat(decided.values()).allSatisfy(offsets -> assertThat(offsets).isSorted());
    }

    /** What the ledger says of the records of one topic, each partition in its order. */
    private List<LedgerEvent> ledgerOf(Topic<?> topic) {
        return cluster.read(Topics.INVITES_EVENTS).stream()
                .filter(event -> event.getTopic().equals(topic.name()))
                .toList();
    }

    private Map<String, Set<OutcomeType>> outcomes() {
        Map<String, Set<OutcomeType>> outcomes = new HashMap<>();
        for (CommandOutcome outcome : cluster.read(Topics.INVITES_OUTCOMES)) {
            outcomes.computeIfAbsent(outcome.getCommandId(), id -> new HashSet<>())
                    .add(outcome.getOutcome());
        }
        return outcomes;
    }

    private static Map<String, Set<String>> sentEvents(List<WorkOrder> orders) {
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
