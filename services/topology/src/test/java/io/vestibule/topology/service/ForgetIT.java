package io.vestibule.topology.service;

import static io.vestibule.topology.service.Records.ALICE;
import static io.vestibule.topology.service.Records.BOB;
import static io.vestibule.topology.service.Records.accept;
import static io.vestibule.topology.service.Records.invite;
import static io.vestibule.topology.service.Records.reject;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.ForgetInvite;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a person on a real broker: what docs/retention.md says, and no more. */
class ForgetIT {

    private static final String CAROL = "@carol:localhost";
    private static final String JOINED = "!joined:a.example";
    private static final String LEFT = "!left:a.example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final AtomicInteger fillers = new AtomicInteger();
    private Cluster cluster;
    private TopologyService topology;
    private ScriptedWorker worker;

    @BeforeEach
    void bobHasJoinedARoomAndLeftAnother() throws Exception {
        cluster = new Cluster(dir);
        cluster.createTopics();
        topology = TopologyService.start(
                cluster.config, new TopologyService.Surroundings(cluster.serdes, new Metrics(), new Health()));
        worker = new ScriptedWorker(cluster.clients(), cluster.serdes, Records::success);
        cluster.send(Topics.INVITES_RECEIVED, Map.of(JOINED, invite(JOINED, "$i1"), LEFT, invite(LEFT, "$i2")));
        await().atMost(PATIENCE)
                .until(() -> cluster.latest(Topics.INVITES_STATE).size() == 2);
        cluster.send(Topics.INVITES_COMMANDS, Map.of(JOINED, accept("c1", JOINED), LEFT, reject("c2", LEFT)));
        await().atMost(PATIENCE).until(() -> outcomes().size() == 2);
    }

    @AfterEach
    void stop() {
        worker.close();
        topology.close();
        cluster.close();
    }

    private Map<String, OutcomeType> outcomes() {
        Map<String, OutcomeType> outcomes = new HashMap<>();
        for (CommandOutcome outcome : cluster.read(Topics.INVITES_OUTCOMES)) {
            outcomes.put(outcome.getCommandId(), outcome.getOutcome());
        }
        return outcomes;
    }

    private static InviteCommand forget(String id, String room) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(CommandType.FORGET_INVITE)
                .setRoomId(room)
                .setUserId(BOB)
                .setForget(new ForgetInvite(false))
                .build();
    }

    @Test
    void no_store_and_no_view_names_a_forgotten_user_and_compaction_leaves_nothing_of_what_did() throws Exception {
        // Given
        List<String> compacted = compactedTopics();
        assertThat(compacted).hasSize(2);
        assertThat(naming(cluster.latest(Topics.INVITES_STATE))).isEqualTo(2);
        makeCompactionQuick(compacted);
        // When
        cluster.send(Topics.INVITES_COMMANDS, Map.of(JOINED, forget("f1", JOINED), LEFT, forget("f2", LEFT)));
        await().atMost(PATIENCE).until(() -> outcomes().size() == 4);
        // Then
        assertThat(outcomes()).containsEntry("f1", OutcomeType.FORGOTTEN).containsEntry("f2", OutcomeType.FORGOTTEN);
        for (String topic : compacted) {
            assertThat(naming(cluster.latest(topic)))
                    .as("keys and values of %s", topic)
                    .isZero();
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            inviteCarolToSomeRooms();
            for (String topic : compacted) {
                assertThat(naming(cluster.raw(topic)))
                        .as("records of %s", topic)
                        .isZero();
            }
        });
        assertThat(cluster.latest(Topics.INVITES_STATE).keySet()).allMatch(key -> key.endsWith(CAROL));
    }

    @Test
    void the_ledger_tells_of_a_forgotten_user_until_its_retention_and_nothing_behind_it() throws Exception {
        // When
        cluster.send(Topics.INVITES_COMMANDS, "anything", forget("f1", JOINED));
        await().atMost(PATIENCE).until(() -> outcomes().containsKey("f1"));
        // Then
        List<LedgerEvent> events = cluster.read(Topics.INVITES_EVENTS).stream()
                .filter(event -> event.getRoomId().equals(JOINED))
                .toList();
        assertThat(events)
                .extracting(LedgerEvent::getType)
                .startsWith(LedgerEventType.INVITE_RECORDED)
                .endsWith(LedgerEventType.USER_FORGOTTEN, LedgerEventType.COMMAND_CONCLUDED);
        CommandOutcome told = events.getLast().getCommandConcluded().getOutcome();
        assertThat(List.of(told.getEventJson(), told.getEventId(), told.getImportId()))
                .as("of the person, what was forgotten says the name alone")
                .containsOnly("");
        assertThat(settings(Topics.INVITES_EVENTS.name()))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(30).toMillis()))
                .containsEntry("segment.ms", Long.toString(Duration.ofDays(1).toMillis()));
        for (String topic : compactedTopics()) {
            assertThat(settings(topic))
                    .as(topic)
                    .containsEntry(
                            "segment.ms", Long.toString(Duration.ofDays(1).toMillis()))
                    .containsEntry(
                            "max.compaction.lag.ms",
                            Long.toString(Duration.ofDays(1).toMillis()));
        }
    }

    /** The view, and the changelog of the store. */
    private List<String> compactedTopics() throws Exception {
        try (Admin admin = Admin.create(cluster.clients())) {
            List<String> topics = new ArrayList<>(admin.listTopics().names().get().stream()
                    .filter(name -> name.endsWith("-changelog"))
                    .sorted()
                    .toList());
            topics.add(Topics.INVITES_STATE.name());
            return topics;
        }
    }

    private Map<String, String> settings(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        try (Admin admin = Admin.create(cluster.clients())) {
            admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .entries()
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
        }
        return settings;
    }

    /** Days become moments; what is done in them stays the same. */
    private void makeCompactionQuick(List<String> topics) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : topics) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    sets(Map.of(
                            "segment.ms", "100",
                            "max.compaction.lag.ms", "100",
                            "min.cleanable.dirty.ratio", "0.01",
                            "delete.retention.ms", "0")));
        }
        changes.put(new ConfigResource(ConfigResource.Type.BROKER, ""), sets(Map.of("log.cleaner.backoff.ms", "100")));
        try (Admin admin = Admin.create(cluster.clients())) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static Collection<AlterConfigOp> sets(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(set -> new AlterConfigOp(new ConfigEntry(set.getKey(), set.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    /** Life goes on in every partition: a segment is closed by the next record. */
    private void inviteCarolToSomeRooms() throws Exception {
        Map<String, InviteReceived> invites = new HashMap<>();
        Map<String, InviteCommand> commands = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            int number = fillers.incrementAndGet();
            String room = "!filler" + number + ":a.example";
            invites.put(
                    room,
                    InviteReceived.newBuilder(invite(room, "$f" + number))
                            .setUserId(CAROL)
                            .setSender(ALICE)
                            .build());
            commands.put(
                    room,
                    InviteCommand.newBuilder(accept("a" + number, room))
                            .setUserId(CAROL)
                            .build());
        }
        cluster.send(Topics.INVITES_RECEIVED, invites);
        cluster.send(Topics.INVITES_COMMANDS, commands);
    }

    private static int naming(Map<String, byte[]> latest) {
        return (int) latest.entrySet().stream()
                .filter(entry -> entry.getKey().contains(BOB) || new String(entry.getValue(), ISO_8859_1).contains(BOB))
                .count();
    }

    private static int naming(List<ConsumerRecord<String, byte[]>> records) {
        return (int) records.stream()
                .filter(record -> record.key().contains(BOB)
                        || (record.value() != null && new String(record.value(), ISO_8859_1).contains(BOB)))
                .count();
    }
}
