package io.vestibule.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {

    private static final String TOPIC = Topics.INVITES_RECEIVED.name();
    private static final TopicLayout LAYOUT = new TopicLayout("", 1, (short) 1);

    @TempDir
    Path directory;

    @Test
    void records_and_ids_survive_a_restart_of_the_broker_and_of_every_process() throws Exception {
        // Given
        int id;
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            createTopics(broker);
            try (AvroSerdes serdes = AvroSerdes.of(config(broker))) {
                serdes.prepare(Topics.all());
                write(broker, serdes, Records.invite());
                id = serdes.registry().idOf(TOPIC + "-value", InviteReceived.getClassSchema());
            }
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory));
                AvroSerdes serdes = AvroSerdes.of(config(broker))) {
            InviteReceived read = readAll(broker, serdes.deserializer(Topics.INVITES_RECEIVED))
                    .getFirst();
            write(broker, serdes, Records.invite());
            List<byte[]> raw = readAll(broker, new ByteArrayDeserializer());

            // Then
            assertThat(read).isEqualTo(Records.invite());
            assertThat(raw)
                    .hasSize(2)
                    .allSatisfy(bytes ->
                            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id));
        }
    }

    @Test
    void processes_that_register_at_once_agree_and_named_classes_work_in_plain_clients() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            createTopics(broker);

            // When
            List<Integer> ids = registerAtOnce(broker, 4);
            writeByClassName(broker);
            InviteReceived read = readByClassName(broker);

            // Then
            assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
            assertThat(read).isEqualTo(Records.invite());
        }
    }

    @Test
    void an_id_that_nobody_registered_is_a_bad_record_and_a_broker_that_is_away_is_not() {
        // Given
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory));
        Map<String, Object> config = config(broker);
        config.put("default.api.timeout.ms", "1000");
        config.put("request.timeout.ms", "500");
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 1}))
                    .isInstanceOf(BadRecordException.class);

            // When
            broker.close();

            // Then
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 8, 1}))
                    .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        } finally {
            broker.close();
        }
    }

    private static List<Integer> registerAtOnce(EmbeddedBroker broker, int processes) throws Exception {
        List<Callable<Integer>> starts = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            starts.add(() -> {
                try (AvroSerdes serdes = AvroSerdes.of(config(broker))) {
                    serdes.prepare(Topics.all());
                    return serdes.registry().idOf(TOPIC + "-value", InviteReceived.getClassSchema());
                }
            });
        }
        List<Integer> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> id : threads.invokeAll(starts)) {
                ids.add(id.get());
            }
        }
        return ids;
    }

    private static void writeByClassName(EmbeddedBroker broker) throws Exception {
        Map<String, Object> config = config(broker);
        config.put("key.serializer", StringSerializer.class.getName());
        config.put("value.serializer", AvroSerializer.class.getName());
        try (KafkaProducer<String, InviteReceived> producer = new KafkaProducer<>(config)) {
            producer.send(new ProducerRecord<>(TOPIC, Records.ROOM, Records.invite()))
                    .get();
        }
    }

    private static InviteReceived readByClassName(EmbeddedBroker broker) {
        Map<String, Object> config = config(broker);
        config.put("key.deserializer", StringDeserializer.class.getName());
        config.put("value.deserializer", AvroDeserializer.class.getName());
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<String, InviteReceived> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (true) {
                for (ConsumerRecord<String, InviteReceived> read : consumer.poll(Duration.ofMillis(200))) {
                    return read.value();
                }
            }
        }
    }

    private static void createTopics(EmbeddedBroker broker) {
        try (Admin admin = Admin.create(config(broker))) {
            new TopicAdmin(admin).ensure(LAYOUT).requireUsable();
        }
    }

    private static void write(EmbeddedBroker broker, AvroSerdes serdes, InviteReceived invite) throws Exception {
        try (KafkaProducer<String, InviteReceived> producer = new KafkaProducer<>(
                config(broker), new StringSerializer(), serdes.serializer(Topics.INVITES_RECEIVED))) {
            producer.send(new ProducerRecord<>(TOPIC, Records.ROOM, invite)).get();
        }
    }

    private static <V> List<V> readAll(EmbeddedBroker broker, Deserializer<V> deserializer) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<String, V> consumer =
                new KafkaConsumer<>(config(broker), new StringDeserializer(), deserializer)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<V> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read -> values.add(read.value()));
            }
            return values;
        }
    }

    private static Map<String, Object> config(EmbeddedBroker broker) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("schema.registry.url", "embedded");
        return config;
    }
}
