package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessFT {

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
    void a_child_that_cannot_start_says_why() {
        // Given
        BrokerConfig config = BrokerConfig.ephemeral(directory).with(Map.of("num.io.threads", "many"));

        // When
        // Then
        assertThatThrownBy(() -> BrokerProcess.start(config))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("num.io.threads");
    }
}
