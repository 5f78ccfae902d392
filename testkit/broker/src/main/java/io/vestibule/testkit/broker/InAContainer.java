package io.vestibule.testkit.broker;

import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;

final class InAContainer implements TestBroker {

    private static final String IMAGE = "apache/kafka:4.3.1";

    /** As the embedded one has it: groups do not wait for further members, transactions not for one another. */
    private static final Map<String, String> KEYS = Map.of(
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
            "KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS", "1",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");

    private final KafkaContainer container;

    InAContainer() {
        this.container = new KafkaContainer(IMAGE).withEnv(KEYS);
        container.start();
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.close();
    }
}
