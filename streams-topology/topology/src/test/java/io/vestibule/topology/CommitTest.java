package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.model.Rules;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction ends at once where somebody waits, and with the interval where nobody does. */
class CommitTest {

    private static final long NOW = TopologyHarness.START.toEpochMilli();

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://commits"));
    private final TopologySettings settings =
            TopologySettings.of(TopicLayout.embedded(), Rules.of(Set.of(TopologyHarness.US)));
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final AtomicLong clock = new AtomicLong();
    private final ReadyRecords ready = new ReadyRecords(clock::get);
    private final List<List<KeyValue<Bytes, byte[]>>> batches = new ArrayList<>();
    private final RoomProcessor rooms = new RoomProcessor(
            settings,
            serdes,
            new Deciding.Watch(new CountingObserver(), DecisionTracer.OFF),
            ready,
            new Detours.Tasks());

    @BeforeEach
    void start() {
        context.setCurrentSystemTimeMs(NOW);
        for (String name : List.of(Nodes.MEMORY, Nodes.APPSERVICES)) {
            KeyValueStore<Bytes, byte[]> store = new Watched(name);
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        rooms.init(context);
    }

    @AfterEach
    void stop() {
        serdes.close();
    }

    /** Says what it is given at once, and refuses what is written by itself. */
    private final class Watched extends InMemoryKeyValueStore {

        Watched(String name) {
            super(name);
        }

        @Override
        public void put(Bytes key, byte[] value) {
            throw new AssertionError("a write by itself");
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            batches.add(List.copyOf(entries));
            entries.forEach(entry -> super.put(entry.key, entry.value));
        }
    }

    private <V extends SpecificRecord> Record<byte[], byte[]> record(Topic<V> topic, V value) {
        context.setRecordMetadata(topic.name(), 0, 0);
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        return new Record<>(ROOM.getBytes(UTF_8), bytes, NOW, new RecordHeaders());
    }

    private SectionStore section(Section section) {
        return new SectionStore(context.getStateStore(Nodes.MEMORY), section);
    }

    private <V extends SpecificRecord> void process(Topic<V> topic, V value) {
        rooms.process(record(topic, value));
    }

    @Test
    void an_invite_waits_for_the_interval_and_what_a_command_leads_to_does_not() {
        // Given
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        assertThat(context.committed()).isFalse();
        // When
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        // Then
        assertThat(context.committed()).isTrue();
    }

    private <V extends SpecificRecord> void rekey(Inputs.Foreign<V> feed, V value, boolean awaited, Bypass<V> bypass) {
        RekeyProcessor<V> rekey = new RekeyProcessor<>(
                new RekeyProcessor.Rekeying<>(feed.topic(), feed.room(), awaited, "led", "dead"),
                bypass,
                serdes,
                "",
                new CountingObserver(),
                ready);
        rekey.init(context);
        rekey.process(record(feed.topic(), value));
    }

    /** Past the topic in between, whatever it is. */
    private static <V> Bypass<V> straight() {
        return new Bypass<>() {
            @Override
            public void init(ProcessorContext<byte[], byte[]> task) {}

            @Override
            public String around(V value, RecordMetadata read) {
                return "straight";
            }
        };
    }

    private static MembershipChanged joined() {
        return MembershipChanged.newBuilder()
                .setRoomId(ROOM)
                .setUserId(BOB)
                .setMembership(Membership.JOIN)
                .setEventId("$j")
                .build();
    }

    @Test
    void a_command_is_passed_on_at_once_and_a_feed_with_the_interval() {
        // Given
        rekey(Inputs.MEMBERSHIPS, joined(), false, Bypass.none());
        assertThat(context.committed()).isFalse();
        // When
        rekey(Inputs.COMMANDS, accept("c1", BOB), true, Bypass.none());
        // Then
        assertThat(context.committed()).isTrue();
        assertThat(context.forwarded("led"))
                .hasSize(2)
                .allSatisfy(forward -> assertThat(forward.record().key()).isEqualTo(ROOM.getBytes(UTF_8)));
    }

    @Test
    void a_command_that_goes_straight_on_is_counted_once_where_it_is_decided() {
        // Given
        ready.polled(2);
        // When
        rekey(Inputs.COMMANDS, accept("c1", BOB), true, straight());
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        // Then
        assertThat(context.forwarded("straight"))
                .singleElement()
                .satisfies(forward -> assertThat(forward.record().key()).isEqualTo(ROOM.getBytes(UTF_8)));
        assertThat(context.committed()).isFalse();
        // When
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        // Then
        assertThat(context.committed()).isTrue();
    }

    @Test
    void what_has_arrived_together_ends_with_its_last_record_though_nobody_waits_for_that() {
        // Given
        ready.polled(3);
        // When
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        process(Topics.INVITES_COMMANDS, accept("c2", BOB));
        // Then
        assertThat(context.committed()).isFalse();
        // When
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        // Then
        assertThat(context.committed()).isTrue();
    }

    @Test
    void records_that_nobody_waits_for_wait_for_the_interval_together() {
        // Given
        ready.polled(2);
        // When
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i2", "b.example"));
        // Then
        assertThat(context.committed()).isFalse();
    }

    @Test
    void nobody_waits_long_for_records_behind_his_own() {
        // Given
        ready.polled(1000);
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        clock.addAndGet(ReadyRecords.MOST_WAIT.toNanos());
        assertThat(context.committed()).isFalse();
        // When
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        // Then
        assertThat(context.committed()).isTrue();
    }

    @Test
    void records_that_never_came_hold_nobody_up_behind_the_next_poll() {
        // Given
        ready.polled(1000);
        ready.polled(1);
        // When
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        // Then
        assertThat(context.committed()).isTrue();
    }

    @Test
    void a_record_that_is_empty_counts_as_one_that_was_ready() {
        // Given
        ready.polled(2);
        process(Topics.INVITES_COMMANDS, accept("c1", BOB));
        context.setRecordMetadata(Topics.HOMESERVER_MEMBERSHIPS.name(), 0, 1);
        // When
        rooms.process(new Record<>(ROOM.getBytes(UTF_8), null, NOW, new RecordHeaders()));
        // Then
        assertThat(context.committed()).isTrue();
    }

    @Test
    void what_an_input_changes_is_written_to_the_store_at_once() {
        // Given
        int before = batches.size();
        // When
        process(Topics.INVITES_RECEIVED, invite(BOB, "$i1", "b.example"));
        // Then
        assertThat(batches.subList(before, batches.size()))
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSizeGreaterThan(1));
    }

    @Test
    void a_failure_after_the_first_write_stops_the_thread() {
        // Given
        Effects effects = new Effects();
        SectionStore due = section(Section.DUE);
        effects.put(section(Section.INVITES), Bytes.wrap(new byte[] {1}), new byte[] {2});
        effects.put(due, Bytes.wrap(new byte[] {1}), new byte[0]);
        // When
        // Then
        assertThatThrownBy(() -> effects.apply(context, new Schedule(due, 1), Instant.ofEpochMilli(NOW)))
                .isInstanceOf(RuntimeException.class);
    }
}
