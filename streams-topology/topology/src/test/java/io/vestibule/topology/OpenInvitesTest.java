package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.model.Rules;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command goes straight on where its invite is open, it stands with its room, and there is nothing to overtake. */
class OpenInvitesTest {

    private static final String LED = "commands-by-room-repartition";

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://bypass"));
    private final TopologySettings settings =
            TopologySettings.of(TopicLayout.embedded(), Rules.of(Set.of(TopologyHarness.US)));
    private final int partition = RoomPartitions.of(ROOM, settings.layout().partitions());
    private final Detours.Tasks detours = new Detours.Tasks();
    private final ReadyRecords ready = new ReadyRecords(System::nanoTime);
    private final MockProcessorContext<byte[], byte[]> context = task(partition);
    private final RoomProcessor rooms = new RoomProcessor(
            settings, serdes, new Deciding.Watch(new CountingObserver(), DecisionTracer.OFF), ready, detours);
    private RekeyProcessor<InviteCommand> commands;
    private long next;

    private static MockProcessorContext<byte[], byte[]> task(int partition) {
        MockProcessorContext<byte[], byte[]> task =
                new MockProcessorContext<>(new Properties(), new TaskId(0, partition), new File("unused"));
        task.setCurrentSystemTimeMs(TopologyHarness.START.toEpochMilli());
        for (String name : List.of(Nodes.MEMORY, Nodes.APPSERVICES)) {
            KeyValueStore<Bytes, byte[]> store = new InMemoryKeyValueStore(name);
            store.init(task.getStateStoreContext(), store);
            task.addStateStore(store);
        }
        return task;
    }

    @BeforeEach
    void start() {
        commands = begin(context);
        rooms.init(context);
    }

    @AfterEach
    void stop() {
        serdes.close();
    }

    /** A task comes into being. */
    private RekeyProcessor<InviteCommand> begin(MockProcessorContext<byte[], byte[]> task) {
        RekeyProcessor<InviteCommand> rekey = new RekeyProcessor<>(
                new RekeyProcessor.Rekeying<>(Topics.INVITES_COMMANDS, InviteCommand::getRoomId, true, "led", "dead"),
                new OpenInvites(settings.layout().partitions(), detours),
                serdes,
                "",
                new CountingObserver(),
                ready);
        rekey.init(task);
        return rekey;
    }

    private <V extends SpecificRecord> Record<byte[], byte[]> record(Topic<V> topic, V value) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        return new Record<>(ROOM.getBytes(UTF_8), bytes, TopologyHarness.START.toEpochMilli(), new RecordHeaders());
    }

    private void invited(String user) {
        context.setRecordMetadata(Topics.INVITES_RECEIVED.name(), partition, next++);
        rooms.process(record(Topics.INVITES_RECEIVED, invite(user, "$" + next, "b.example")));
    }

    /** @return the node that the command was given to */
    private String command(String user) {
        context.resetForwards();
        context.setRecordMetadata(Topics.INVITES_COMMANDS.name(), partition, next++);
        commands.process(record(Topics.INVITES_COMMANDS, accept("c" + next, user)));
        assertThat(context.forwarded()).hasSize(1);
        return context.forwarded().getFirst().childName().orElseThrow();
    }

    /** What was given to the long way last comes to the decider. */
    private void comesThrough() {
        Record<byte[], byte[]> led = lastLed();
        context.setRecordMetadata(LED, partition, 0);
        rooms.process(led);
    }

    private Record<byte[], byte[]> lastLed() {
        Record<? extends byte[], ? extends byte[]> led =
                context.forwarded("led").getLast().record();
        return new Record<>(led.key(), led.value(), led.timestamp(), led.headers());
    }

    private void isSettled() {
        assertThat(command(CAROL)).isEqualTo("led");
        comesThrough();
    }

    @Test
    void a_command_about_an_open_invite_goes_straight_on() {
        // Given
        isSettled();
        invited(BOB);
        // When, Then
        assertThat(command(BOB)).isEqualTo(Nodes.STRAIGHT);
    }

    @Test
    void a_command_whose_invite_has_not_been_read_takes_the_long_way() {
        // Given
        isSettled();
        // When, Then
        assertThat(command(BOB)).isEqualTo("led");
    }

    @Test
    void nothing_goes_straight_on_while_a_command_before_it_is_on_the_long_way() {
        // Given
        isSettled();
        invited(BOB);
        assertThat(command(CAROL)).isEqualTo("led");
        // When, Then
        assertThat(command(BOB)).isEqualTo("led");
        comesThrough();
        assertThat(command(BOB)).isEqualTo(Nodes.STRAIGHT);
    }

    @Test
    void the_first_of_two_that_comes_through_does_not_let_others_overtake_the_second() {
        // Given
        isSettled();
        invited(BOB);
        assertThat(command(CAROL)).isEqualTo("led");
        Record<byte[], byte[]> first = lastLed();
        assertThat(command(CAROL)).isEqualTo("led");
        context.setRecordMetadata(LED, partition, 0);
        // When
        rooms.process(first);
        // Then
        assertThat(command(BOB)).isEqualTo("led");
    }

    @Test
    void a_task_that_has_just_begun_has_one_command_come_through_first() {
        // Given
        isSettled();
        invited(BOB);
        commands = begin(context);
        // When, Then
        assertThat(command(BOB)).isEqualTo("led");
        comesThrough();
        assertThat(command(BOB)).isEqualTo(Nodes.STRAIGHT);
    }

    @Test
    void a_command_for_a_room_of_another_task_takes_the_long_way_and_holds_up_nobody() {
        // Given
        isSettled();
        invited(BOB);
        InviteCommand stray = InviteCommand.newBuilder(accept("stray", BOB))
                .setRoomId(roomOfAnotherTask())
                .build();
        // When
        context.resetForwards();
        context.setRecordMetadata(Topics.INVITES_COMMANDS.name(), partition, next++);
        commands.process(record(Topics.INVITES_COMMANDS, stray));
        // Then
        assertThat(context.forwarded("led")).hasSize(1);
        assertThat(command(BOB)).isEqualTo(Nodes.STRAIGHT);
    }

    private String roomOfAnotherTask() {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "!elsewhere" + number + ":a.example")
                .filter(room -> RoomPartitions.of(room, settings.layout().partitions()) != partition)
                .findFirst()
                .orElseThrow();
    }
}
