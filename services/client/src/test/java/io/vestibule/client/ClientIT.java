package io.vestibule.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.broker.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real broker; the test plays the topology. */
class ClientIT {

    private static final String PREFIX = "it.";
    private static final int PARTITIONS = 3;
    private static final RoomId ROOM = RoomId.of("!room:a.example");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final UserId CAROL = UserId.of("@carol:us.example");

    @TempDir
    static Path directory;

    private static TestBroker broker;
    private static ClientSettings settings;
    private static AvroSerdes serdes;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        settings = new ClientSettings(kafka, Map.of("schema.registry.url", "embedded"), PREFIX);
        serdes = AvroSerdes.of(settings.serdeKeys());
        try (Admin admin = Admin.create(kafka)) {
            new TopicAdmin(admin).ensure(new TopicLayout(PREFIX, PARTITIONS, (short) 1));
        }
    }

    @AfterAll
    static void stop() {
        serdes.close();
        broker.close();
    }

    @Test
    void a_command_is_written_and_its_outcome_completes_the_future() throws Exception {
        // Given
        InviteCommand command = Commands.accept(ROOM, BOB, "test").build();
        try (CommandClient client = CommandClient.open(settings);
                TopicReader reader = TopicReader.open(settings)) {
            // When
            CompletableFuture<CommandOutcome> future = client.send(command);
            await().until(() -> commands(reader).contains(command));
            write(Topics.INVITES_OUTCOMES, ROOM.value().getBytes(UTF_8), outcome("another", OutcomeType.LEFT));
            write(
                    Topics.INVITES_OUTCOMES,
                    ROOM.value().getBytes(UTF_8),
                    outcome(command.getCommandId(), OutcomeType.JOINED));

            // Then
            assertThat(future.get(20, TimeUnit.SECONDS).getOutcome()).isEqualTo(OutcomeType.JOINED);
        }
    }

    @Test
    void a_closed_client_cancels_what_still_waits_and_refuses_more() {
        // Given
        CommandClient client = CommandClient.open(settings);
        CompletableFuture<CommandOutcome> before =
                client.send(Commands.reject(ROOM, CAROL, "test").build());

        // When
        client.close();
        CompletableFuture<CommandOutcome> after =
                client.send(Commands.reject(ROOM, CAROL, "test").build());

        // Then
        assertThat(before).isCancelled();
        assertThat(after).isCompletedExceptionally();
    }

    @Test
    void a_record_that_is_no_outcome_is_passed_over() throws Exception {
        // Given
        InviteCommand command = Commands.reject(ROOM, BOB, "test").build();
        try (CommandClient client = CommandClient.open(settings)) {
            CompletableFuture<CommandOutcome> future = client.send(command);

            // When
            writeBytes(Topics.INVITES_OUTCOMES, "no record".getBytes(UTF_8));
            write(
                    Topics.INVITES_OUTCOMES,
                    ROOM.value().getBytes(UTF_8),
                    outcome(command.getCommandId(), OutcomeType.LEFT));

            // Then
            assertThat(future.get(20, TimeUnit.SECONDS).getOutcome()).isEqualTo(OutcomeType.LEFT);
        }
    }

    @Test
    void a_users_invites_are_followed_from_what_is_known_through_every_change() throws Exception {
        // Given
        List<String> heard = new CopyOnWriteArrayList<>();
        writeState(BOB, InviteStateType.INVITED);
        writeState(CAROL, InviteStateType.INVITED);

        try (InviteFollower follower = InviteFollower.open(settings, BOB::equals, change -> heard.add(name(change)))) {
            // When
            follower.caughtUp().get(20, TimeUnit.SECONDS);
            List<String> atFirst = List.copyOf(heard);
            writeState(BOB, InviteStateType.JOINED);
            writeState(CAROL, InviteStateType.LEFT);
            write(Topics.INVITES_STATE, new RoomUserKey(ROOM.value(), BOB.value()).encode(), null);

            // Then
            assertThat(atFirst).containsExactly("@bob:us.example INVITED");
            await().untilAsserted(() -> assertThat(heard)
                    .containsExactly("@bob:us.example INVITED", "@bob:us.example JOINED", "@bob:us.example forgotten"));
        }
    }

    @Test
    void an_exception_of_the_handler_ends_the_follower_and_is_told() throws Exception {
        // Given
        writeState(CAROL, InviteStateType.INVITED);

        // When
        try (InviteFollower follower = InviteFollower.open(settings, CAROL::equals, change -> {
            throw new IllegalStateException("no room for " + change.user());
        })) {
            // Then
            assertThatThrownBy(() -> follower.ended().get(20, TimeUnit.SECONDS))
                    .hasRootCauseMessage("no room for " + CAROL);
        }
    }

    @Test
    void a_record_is_found_again_by_its_place_and_nothing_where_none_is() throws Exception {
        // Given
        InviteCommand command = Commands.retry(ROOM, CAROL, "test").build();
        write(Topics.INVITES_COMMANDS, ROOM.value().getBytes(UTF_8), command);
        try (TopicReader reader = TopicReader.open(settings)) {
            ConsumerRecord<byte[], InviteCommand> last =
                    reader.records(Topics.INVITES_COMMANDS, ROOM).getLast();

            // When
            var found = reader.at(Topics.INVITES_COMMANDS, last.partition(), last.offset());
            var beyond = reader.at(Topics.INVITES_COMMANDS, last.partition(), last.offset() + 100);
            var noPartition = reader.at(Topics.INVITES_COMMANDS, PARTITIONS, 0);

            // Then
            assertThat(found).map(ConsumerRecord::value).contains(command);
            assertThat(beyond).isEmpty();
            assertThat(noPartition).isEmpty();
        }
    }

    @Test
    void a_bad_record_hides_no_other_rooms_records_and_its_own_are_refused_by_place() throws Exception {
        // Given
        Topic<?> topic = Topics.INVITES_EVENTS.prefixed(PREFIX);
        byte[] neighbour = "!neighbour:a.example".getBytes(UTF_8);
        write(topic, new ByteArraySerializer(), neighbour, "no record".getBytes(UTF_8));
        try (TopicReader reader = TopicReader.open(settings)) {
            // When
            var records = reader.records(Topics.INVITES_EVENTS, ROOM);
            writeBytes(Topics.INVITES_EVENTS, "no record".getBytes(UTF_8));

            // Then
            assertThat(records).isEmpty();
            assertThatThrownBy(() -> reader.records(Topics.INVITES_EVENTS, ROOM))
                    .isInstanceOf(RecordDeserializationException.class)
                    .hasMessageContaining(
                            topic.name() + '-' + RoomPartitions.of(ROOM.value(), PARTITIONS) + " at offset 1");
        }
    }

    @Test
    void a_view_whose_transaction_is_being_committed_is_waited_for() throws Exception {
        // Given
        UserId dora = UserId.of("@dora:us.example");
        writeState(dora, InviteStateType.JOINING);
        try (TopicReader reader = TopicReader.open(settings);
                Producer<byte[], InviteView> topology = transactional(dora, InviteStateType.INVITED)) {
            // When
            CompletableFuture<InviteStateType> seen = CompletableFuture.supplyAsync(
                    () -> reader.view(ROOM, dora).orElseThrow().getState());
            await().during(Duration.ofMillis(500)).until(() -> !seen.isDone());
            topology.commitTransaction();

            // Then
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(InviteStateType.INVITED);
        }
    }

    @Test
    void a_transaction_that_does_not_end_holds_nobody_up() throws Exception {
        // Given
        UserId ewan = UserId.of("@ewan:us.example");
        writeState(ewan, InviteStateType.JOINING);
        try (TopicReader reader = TopicReader.open(settings);
                Producer<byte[], InviteView> topology = transactional(ewan, InviteStateType.INVITED)) {
            // When
            InviteStateType seen = reader.view(ROOM, ewan).orElseThrow().getState();

            // Then
            assertThat(seen).isEqualTo(InviteStateType.JOINING);
            topology.abortTransaction();
        }
    }

    @Test
    void settings_print_no_secret() {
        // Given
        ClientSettings secret =
                new ClientSettings(Map.of("bootstrap.servers", "b:9092", "sasl.jaas.config", "hush"), Map.of(), "");

        // When
        String printed = secret.toString();

        // Then
        assertThat(printed).contains("b:9092").doesNotContain("hush");
    }

    private static List<InviteCommand> commands(TopicReader reader) {
        return reader.records(Topics.INVITES_COMMANDS, ROOM).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private static String name(InviteChange change) {
        return switch (change) {
            case InviteChange.Shown shown -> shown.user() + " " + shown.view().getState();
            case InviteChange.Forgotten forgotten -> forgotten.user() + " forgotten";
        };
    }

    private static void writeState(UserId user, InviteStateType state) throws Exception {
        write(Topics.INVITES_STATE, new RoomUserKey(ROOM.value(), user.value()).encode(), view(user, state));
    }

    private static InviteView view(UserId user, InviteStateType state) {
        return InviteView.newBuilder()
                .setRoomId(ROOM.value())
                .setUserId(user.value())
                .setState(state)
                .build();
    }

    /** A writer in the middle of a transaction that has written this state. */
    private static Producer<byte[], InviteView> transactional(UserId user, InviteStateType state) throws Exception {
        Topic<InviteView> topic = Topics.INVITES_STATE.prefixed(PREFIX);
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.put("transactional.id", "topology-of-" + user);
        Producer<byte[], InviteView> producer =
                new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(topic));
        producer.initTransactions();
        producer.beginTransaction();
        byte[] key = new RoomUserKey(ROOM.value(), user.value()).encode();
        int partition = RoomPartitions.of(ROOM.value(), PARTITIONS);
        producer.send(new ProducerRecord<>(topic.name(), partition, key, view(user, state)))
                .get(20, TimeUnit.SECONDS);
        return producer;
    }

    private static CommandOutcome outcome(String command, OutcomeType type) {
        return CommandOutcome.newBuilder()
                .setCommandId(command)
                .setRoomId(ROOM.value())
                .setUserId(BOB.value())
                .setOutcome(type)
                .build();
    }

    private static <V extends SpecificRecord> void write(Topic<V> topic, byte[] key, V value) throws Exception {
        write(topic.prefixed(PREFIX), serdes.serializer(topic.prefixed(PREFIX)), key, value);
    }

    private static void writeBytes(Topic<?> topic, byte[] value) throws Exception {
        write(topic.prefixed(PREFIX), new ByteArraySerializer(), ROOM.value().getBytes(UTF_8), value);
    }

    private static <T> void write(Topic<?> topic, Serializer<T> serializer, byte[] key, T value) throws Exception {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        int partition = RoomPartitions.of(ROOM.value(), PARTITIONS);
        try (Producer<byte[], T> producer = new KafkaProducer<>(keys, new ByteArraySerializer(), serializer)) {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, value))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
