package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteState;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyServiceIT {

    private static final String ALICE = "@alice:a.example";
    private static final String BOB = "@bob:localhost";

    @TempDir
    private static Path dir;

    private static EmbeddedBroker broker;
    private static AvroSerdes serdes;
    private static VestibuleConfig config;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(BrokerConfig.ephemeral(dir.resolve("broker")));
        config = ConfigLoader.load(
                Optional.empty(),
                Map.of(
                        "VESTIBULE_KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        "VESTIBULE_KAFKA_TOPICS_PARTITIONS",
                        "3",
                        "VESTIBULE_KAFKA_TOPICS_REPLICATION_FACTOR",
                        "1",
                        "VESTIBULE_DATA_DIR",
                        dir.resolve("data").toString()),
                Map.of());
        serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://topology-it"));
    }

    @AfterAll
    static void stopBroker() {
        serdes.close();
        broker.close();
    }

    @Test
    void invites_are_answered_over_a_restart_in_the_middle_of_a_join() throws Exception {
        // Given a topology that refuses to start without its topics
        Health refused = new Health();
        assertThatThrownBy(() -> TopologyService.start(config, new TopologyService.Surroundings(serdes, refused)))
                .hasMessageContaining("invites.received");
        createTopics();
        Health health = new Health();
        TopologyService first = TopologyService.start(config, new TopologyService.Surroundings(serdes, health));
        await().atMost(Duration.ofSeconds(60)).until(() -> health.isUp(Probe.READY));
        String joins = "!joins:a.example";
        String leaves = "!leaves:a.example";
        send(Topics.INVITES_RECEIVED, joins, invite(joins, "$i1"));
        send(Topics.INVITES_RECEIVED, leaves, invite(leaves, "$i2"));
        send(Topics.INVITES_COMMANDS, "anything", accept("c1", joins));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger(joins).events().stream().anyMatch(TopologyServiceIT::orders));

        // When the topology ends before the worker answers, and another takes its place
        first.close();
        try (ScriptedWorker worker = new ScriptedWorker(clients(), serdes, TopologyServiceIT::script);
                TopologyService second =
                        TopologyService.start(config, new TopologyService.Surroundings(serdes, new Health()))) {
            send(Topics.INVITES_COMMANDS, "anything", reject("c2", leaves));
            send(Topics.INVITES_COMMANDS, "anything", accept("c1", joins));

            // Then each command has one outcome, and the repeated one the same again
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                List<CommandOutcome> outcomes = read(Topics.INVITES_OUTCOMES);
                assertThat(outcomes)
                        .filteredOn(outcome -> outcome.getCommandId().equals("c1"))
                        .extracting(CommandOutcome::getOutcome)
                        .isNotEmpty()
                        .containsOnly(OutcomeType.JOINED);
                assertThat(outcomes)
                        .filteredOn(outcome -> outcome.getCommandId().equals("c2"))
                        .extracting(CommandOutcome::getOutcome)
                        .containsExactly(OutcomeType.LEFT);
            });
            assertThat(worker.orders())
                    .filteredOn(order -> order.getRoomId().equals(joins))
                    .extracting(WorkOrder::getType)
                    .containsExactly(WorkOrderType.PREPARE_MEMBERSHIP, WorkOrderType.SUBMIT_MEMBERSHIP);
            assertThat(ledger(joins).invite(UserId.of(BOB)).state()).isInstanceOf(InviteState.Joined.class);
            assertThat(ledger(leaves).invite(UserId.of(BOB)).state()).isInstanceOf(InviteState.Left.class);
            assertThat(second.isRunning()).isTrue();
        }
    }

    private static boolean orders(LedgerEvent event) {
        return event.fact() instanceof Fact.WorkOrdered;
    }

    private static Optional<WorkResult> script(WorkOrder order) {
        WorkResult.Builder result = WorkResult.newBuilder()
                .setOrderId(order.getOrderId())
                .setOrderType(order.getType())
                .setRoomId(order.getRoomId())
                .setUserId(order.getUserId());
        return switch (order.getType()) {
            case SIGN_LEAVE ->
                Optional.of(result.setType(WorkResultType.LEAVE_SIGNED)
                        .setEventId("$signed")
                        .setEventJson("{}")
                        .build());
            case PREPARE_MEMBERSHIP ->
                Optional.of(result.setType(WorkResultType.PREPARED)
                        .setServer(order.getPrepare().getCandidates().getFirst().getServer())
                        .setEventId("$prepared")
                        .setEventJson("{}")
                        .build());
            case SUBMIT_MEMBERSHIP ->
                Optional.of(result.setType(WorkResultType.SUBMITTED)
                        .setServer(order.getSubmit().getServer())
                        .setEventId(order.getSubmit().getEventId())
                        .setEventJson("{}")
                        .setImportId("import-1")
                        .build());
            case UNKNOWN, VERIFY_PDU, SEND_INVITE, SEND_PDU -> Optional.empty();
        };
    }

    private static RoomLedger ledger(String room) {
        return new LedgerReader(clients(), serdes, config.kafka().topics())
                .read(RoomId.of(room), Duration.ofSeconds(20));
    }

    private static void createTopics() {
        try (Admin admin = Admin.create(clients())) {
            new TopicAdmin(admin).ensure(config.kafka().topics()).requireUsable();
        }
    }

    private static Map<String, Object> clients() {
        return config.kafka().clientProperties();
    }

    private static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(clients(), new StringSerializer(), serdes.serializer(topic))) {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        }
    }

    private static <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        Map<String, Object> reading = new HashMap<>(clients());
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), serdes.deserializer(topic))) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<V> values = new java.util.ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static InviteReceived invite(String room, String eventId) {
        return InviteReceived.newBuilder()
                .setRoomId(room)
                .setUserId(BOB)
                .setEventId(eventId)
                .setRoomVersion("11")
                .setSender(ALICE)
                .setOrigin("a.example")
                .setEndpoint(InviteEndpoint.V2)
                .setReceivedAt(1)
                .setReferenceHash("hash-of-" + eventId)
                .setEventJson("{}")
                .setVia(List.of("b.example"))
                .build();
    }

    private static InviteCommand accept(String id, String room) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(CommandType.ACCEPT_INVITE)
                .setRoomId(room)
                .setUserId(BOB)
                .setAccept(AcceptInvite.newBuilder().build())
                .build();
    }

    private static InviteCommand reject(String id, String room) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(CommandType.REJECT_INVITE)
                .setRoomId(room)
                .setUserId(BOB)
                .setReject(RejectInvite.newBuilder().build())
                .build();
    }
}
