package io.vestibule.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the tests say to a broker. */
record BrokerClient(String bootstrapServers) {

    void createTopic(String name, Map<String, String> config) throws Exception {
        createTopic(name, 1, config);
    }

    void createTopic(String name, int partitions, Map<String, String> config) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config)))
                    .all()
                    .get();
        }
    }

    String clusterId() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    void write(String topic, String... values) throws Exception {
        Map<String, Object> keys = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(keys, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "room", value)).get();
            }
        }
    }

    void writeInTransactions(String topic, String... values) {
        Map<String, Object> keys = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "t");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(keys, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (String value : values) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "room", value));
                producer.commitTransaction();
            }
        }
    }

    /** Begins a transaction in every partition of a topic. @return who must end it */
    KafkaProducer<String, String> openTransaction(String id, Duration timeout, String topic) throws Exception {
        Map<String, Object> keys =
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", id, "transaction.timeout.ms", (int)
                        timeout.toMillis());
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(keys, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (PartitionInfo each : producer.partitionsFor(topic)) {
            producer.send(new ProducerRecord<>(topic, each.partition(), "room", "open"))
                    .get();
        }
        return producer;
    }

    /** @return the partitions of a topic in which a transaction is open */
    List<Integer> partitionsWithOpenTransactions(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get().partitions().stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            return admin.describeProducers(partitions).all().get().entrySet().stream()
                    .filter(each -> each.getValue().activeProducers().stream()
                            .anyMatch(producer ->
                                    producer.currentTransactionStartOffset().isPresent()))
                    .map(each -> each.getKey().partition())
                    .sorted()
                    .toList();
        }
    }

    List<String> read(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> keys = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(keys, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read -> values.add(read.value()));
            }
            return values;
        }
    }
}
