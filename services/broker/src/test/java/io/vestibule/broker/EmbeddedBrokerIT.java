package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir
    Path directory;

    @Test
    void a_broker_started_again_on_its_directory_has_its_cluster_id_and_its_records() throws Exception {
        // Given
        String clusterId;
        try (EmbeddedBroker first = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            clusterId = first.clusterId();
            createTopic(first, "kept");
            write(first, "kept", "room", "an invite");
        }

        // When
        try (EmbeddedBroker second = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            // Then
            assertThat(second.clusterId()).isEqualTo(clusterId);
            assertThat(clusterIdByProtocol(second)).isEqualTo(clusterId);
            assertThat(read(second, "kept")).containsExactly("an invite");
        }
    }

    @Test
    void a_transaction_commits_within_moments() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            createTopic(broker, "transactions");
            Map<String, Object> keys = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "t", "max.block.ms", "20000");

            // When
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(keys, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                for (int i = 0; i < 3; i++) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>("transactions", "room", "event " + i));
                    producer.commitTransaction();
                }
            }

            // Then
            assertThat(read(broker, "transactions")).containsExactly("event 0", "event 1", "event 2");
        }
    }

    @Test
    void a_second_broker_on_the_same_directory_is_refused_by_name() {
        // Given
        try (EmbeddedBroker running = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            assertThat(running.bootstrapServers()).startsWith("127.0.0.1:");

            // When
            // Then
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.ephemeral(directory)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("another broker runs")
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void a_taken_port_is_refused_by_name_and_the_process_lives_on() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            BrokerConfig config = BrokerConfig.listening(directory, "127.0.0.1", taken.getLocalPort());

            // When
            // Then
            assertThatThrownBy(() -> EmbeddedBroker.start(config))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static void createTopic(EmbeddedBroker broker, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static String clusterIdByProtocol(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void write(EmbeddedBroker broker, String topic, String key, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static List<String> read(EmbeddedBroker broker, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> keys =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(keys, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new java.util.ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(java.time.Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
