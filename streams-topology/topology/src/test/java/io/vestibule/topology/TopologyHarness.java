package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.model.Rules;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology in a test driver, with real stores and a registry in memory. */
final class TopologyHarness implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final ServerName US = ServerName.of("us.example");

    /** What was counted. */
    final CountingObserver counted = new CountingObserver();

    private final AvroSerdes serdes;
    private final TopologyTestDriver driver;
    final Topology topology;

    TopologyHarness(Path stateDir) {
        this(stateDir, Rules.of(Set.of(US)));
    }

    TopologyHarness(Path stateDir, Rules rules) {
        this(stateDir, TopologySettings.of(TopicLayout.embedded(), rules));
    }

    TopologyHarness(Path stateDir, TopologySettings settings) {
        this(stateDir, settings, "mock://" + stateDir.getFileName(), DecisionTracer.OFF);
    }

    TopologyHarness(Path stateDir, DecisionTracer tracer) {
        this(stateDir, settings(), "mock://" + stateDir.getFileName(), tracer);
    }

    /** A topology whose registry nobody answers for. */
    static TopologyHarness withoutRegistry(Path stateDir) {
        return new TopologyHarness(stateDir, settings(), "http://127.0.0.1:1", DecisionTracer.OFF);
    }

    static TopologySettings settings() {
        return TopologySettings.of(TopicLayout.embedded(), Rules.of(Set.of(US)));
    }

    private TopologyHarness(Path stateDir, TopologySettings settings, String registry, DecisionTracer tracer) {
        this.serdes = AvroSerdes.of(Map.of("schema.registry.url", registry));
        Properties config = config(stateDir);
        this.topology =
                new InviteTopology(settings, serdes, counted, tracer, new ReadyRecords(System::nanoTime)).build(config);
        this.driver = new TopologyTestDriver(topology, config, START);
    }

    private static Properties config(Path stateDir) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return config;
    }

    <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), serdes.serializer(topic), now(), Duration.ZERO)
                .pipeInput(key, value);
    }

    void sendBytes(Topic<?> topic, String key, byte[] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer(), now(), Duration.ZERO)
                .pipeInput(key, value);
    }

    <V extends SpecificRecord> void sendWithHeader(Topic<V> topic, String key, V value, String header, String text) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(header, text.getBytes(UTF_8));
        driver.createInputTopic(topic.name(), new StringSerializer(), serdes.serializer(topic), now(), Duration.ZERO)
                .pipeInput(new TestRecord<>(key, value, headers, now()));
    }

    private Instant clock = START;

    private Instant now() {
        return clock;
    }

    Instant time() {
        return clock;
    }

    void pass(Duration time) {
        clock = clock.plus(time);
        driver.advanceWallClockTime(time);
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return output(topic).readValuesToList();
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic));
    }

    /** Records as they stand on the wire, headers included. */
    List<TestRecord<byte[], byte[]>> rawRecords(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<LedgerEvent> events() {
        return read(Topics.INVITES_EVENTS);
    }

    List<WorkOrder> orders() {
        return read(Topics.INVITES_HANDSHAKES);
    }

    List<CommandOutcome> outcomes() {
        return read(Topics.INVITES_OUTCOMES);
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.INVITES_DEAD_LETTERS);
    }

    List<String> appserviceKeys() {
        return output(Topics.INVITES_APPSERVICE).readRecordsToList().stream()
                .map(TestRecord::key)
                .toList();
    }

    List<AppserviceEvent> appserviceEvents() {
        return read(Topics.INVITES_APPSERVICE);
    }

    /** The compacted view: the last value of each key, null for a tombstone. */
    Map<String, InviteView> views() {
        return output(Topics.INVITES_STATE).readKeyValuesToMap();
    }

    /** The same as they stand in the topic. */
    Map<String, byte[]> viewBytes() {
        return driver.createOutputTopic(
                        Topics.INVITES_STATE.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToMap();
    }

    byte[] stateBytes(String room, String user) {
        return store(Section.INVITES).get(Bytes.wrap((room + "\0" + user).getBytes(UTF_8)));
    }

    SectionStore store(Section section) {
        return new SectionStore(driver.getKeyValueStore(Nodes.MEMORY), section);
    }

    byte[] outboundBytes(String room, String user) {
        return store(Section.OUTBOUND).get(Bytes.wrap((room + "\0" + user).getBytes(UTF_8)));
    }

    /** All that the stores hold, as text; without the mark of where restatement stands, which no ledger tells. */
    Map<String, Map<String, String>> stores() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (Section section : Section.values()) {
            Map<String, String> held = new TreeMap<>();
            try (KeyValueIterator<Bytes, byte[]> entries = store(section).all()) {
                entries.forEachRemaining(entry -> {
                    if (!entry.key.equals(Keys.RESTATEMENT)) {
                        held.put(MapCells.text(entry.key.get()), MapCells.text(entry.value));
                    }
                });
            }
            all.put(section.label(), held);
        }
        return all;
    }

    long keysOf(Section section) {
        long keys = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store(section).all()) {
            while (all.hasNext()) {
                all.next();
                keys++;
            }
        }
        return keys;
    }

    AvroSerdes serdes() {
        return serdes;
    }

    @Override
    public void close() {
        driver.close();
        serdes.close();
    }
}
