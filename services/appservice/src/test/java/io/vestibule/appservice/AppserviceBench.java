package io.vestibule.appservice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real broker with the topics of application services, and services started on it. */
final class AppserviceBench implements AutoCloseable {

    private static final int PARTITIONS = 3;
    private static final Map<String, String> IMPATIENT = Map.of(
            "appservice.reload-interval", "50ms",
            "appservice.first-retry", "20ms",
            "appservice.longest-retry", "100ms",
            "appservice.transaction-timeout", "2s",
            "appservice.query-timeout", "2s");

    final Metrics metrics = new Metrics();
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedBroker broker;
    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], AppserviceEvent> events;
    private final Map<String, Object> clients;

    AppserviceBench(Path folder) throws Exception {
        broker = EmbeddedBroker.start(BrokerConfig.ephemeral(folder.resolve("broker")));
        clients = Map.of("bootstrap.servers", broker.bootstrapServers());
        serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://" + folder.getFileName()));
        try (Admin admin = Admin.create(clients)) {
            new TopicAdmin(admin).ensure(new TopicLayout("", PARTITIONS, (short) 1));
        }
        events = new KafkaProducer<>(clients, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_APPSERVICE));
    }

    /** Starts the service for these registration files, with little patience. */
    AppserviceService start(Path... registrations) {
        return start("1h", registrations);
    }

    AppserviceService start(String legacyPathsFor, Path... registrations) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "server-name",
                "us.example",
                "kafka.bootstrap-servers",
                broker.bootstrapServers(),
                "kafka.topics.partitions",
                Integer.toString(PARTITIONS),
                "appservice.listen",
                "127.0.0.1:0",
                "appservice.registration-files",
                List.of(registrations).stream().map(Path::toString).collect(Collectors.joining(",")),
                "appservice.legacy-paths-for",
                legacyPathsFor));
        keys.putAll(IMPATIENT);
        VestibuleConfig config = ConfigLoader.with(keys);
        return AppserviceService.start(
                config, new AppserviceService.Surroundings(vertx, serdes, metrics, new Health()));
    }

    /** Appends events to a service's queue. */
    void append(String service, String... eventIds) throws Exception {
        for (String eventId : eventIds) {
            AppserviceEvent event = AppserviceEvent.newBuilder()
                    .setAppserviceId(service)
                    .setRoomId("!hall:a.example")
                    .setUserId("@irc_bob:us.example")
                    .setEventId(eventId)
                    .setMembership(Membership.JOIN)
                    .setDecidedAt(7)
                    .setEventJson("""
                            {"content":{"membership":"join"},"event_id":"%s","origin_server_ts":5,\
                            "room_id":"!hall:a.example","sender":"@irc_bob:us.example",\
                            "state_key":"@irc_bob:us.example","type":"m.room.member","unsigned":{"age":2}}\
                            """.formatted(eventId))
                    .build();
            events.send(new ProducerRecord<>(Topics.INVITES_APPSERVICE.name(), service.getBytes(UTF_8), event))
                    .get();
        }
    }

    void appendGarbage(String service) throws Exception {
        try (KafkaProducer<byte[], byte[]> raw =
                new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
            raw.send(new ProducerRecord<>(Topics.INVITES_APPSERVICE.name(), service.getBytes(UTF_8), new byte[] {9}))
                    .get();
        }
    }

    /** What stands in the topic of namespaces: the last value of each key. */
    Map<String, AppserviceNamespaces> namespaces() {
        Deserializer<AppserviceNamespaces> values = serdes.deserializer(Topics.HOMESERVER_APPSERVICES);
        Map<String, AppserviceNamespaces> last = new TreeMap<>();
        Map<String, Object> config = new HashMap<>(clients);
        config.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.HOMESERVER_APPSERVICES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                    if (read.value() == null) {
                        last.remove(read.key());
                    } else {
                        last.put(read.key(), values.deserialize(read.topic(), read.headers(), read.value()));
                    }
                }
            }
        }
        return last;
    }

    @Override
    public void close() {
        events.close();
        serdes.close();
        broker.close();
        vertx.close().await();
    }
}
