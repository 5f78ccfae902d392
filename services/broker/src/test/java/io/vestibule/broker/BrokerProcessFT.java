package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessFT {

    private static final int TRANSACTIONS = 4;
    private static final int PARTITIONS = 20;

    /** Soon enough for a coordinator to end them in the first seconds of its life. */
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void what_was_acknowledged_is_there_after_a_kill() throws Exception {
        // Given
        try (BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(directory))) {
            BrokerClient client = new BrokerClient(broker.bootstrapServers());
            client.createTopic("facts", Map.of("flush.messages", "1"));
            client.write("facts", "one", "two");
            String clusterId = client.clusterId();

            // When
            broker.kill();
            broker.restart();

            // Then
            assertThat(client.read("facts")).containsExactly("one", "two");
            assertThat(client.clusterId()).isEqualTo(clusterId);
        }
    }

    @Test
    void transactions_that_were_open_at_a_kill_do_not_stay_open() throws Exception {
        // Given
        try (BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(directory))) {
            BrokerClient client = new BrokerClient(broker.bootstrapServers());
            List<KafkaProducer<String, String>> open = openTransactions(client);

            // When
            broker.kill();
            open.forEach(producer -> producer.close(Duration.ZERO));
            broker.restart();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.partitionsWithOpenTransactions("facts"))
                            .isEmpty());
        }
    }

    @Test
    void a_child_that_cannot_start_says_why() {
        // Given
        BrokerConfig config = BrokerConfig.ephemeral(directory).with(Map.of("num.io.threads", "many"));

        // When
        // Then
        assertThatThrownBy(() -> BrokerProcess.start(config))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("num.io.threads");
    }

    /** Some transactions, over many partitions, of which nobody hears again. */
    private static List<KafkaProducer<String, String>> openTransactions(BrokerClient client) throws Exception {
        client.createTopic("facts", PARTITIONS, Map.of());
        List<KafkaProducer<String, String>> open = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            open.add(client.openTransaction("t" + i, GIVEN_UP_AFTER, "facts"));
        }
        return open;
    }
}
