package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
            BrokerClient client = new BrokerClient(first.bootstrapServers());
            client.createTopic("kept", Map.of());
            client.write("kept", "an invite");
        }

        // When
        try (EmbeddedBroker second = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            BrokerClient client = new BrokerClient(second.bootstrapServers());

            // Then
            assertThat(second.clusterId()).isEqualTo(clusterId);
            assertThat(client.clusterId()).isEqualTo(clusterId);
            assertThat(client.read("kept")).containsExactly("an invite");
        }
    }

    @Test
    void a_broker_that_was_cut_off_gives_its_leaders_up_and_starts_with_its_records() throws Exception {
        // Given
        BrokerConfig config = BrokerConfig.ephemeral(directory);
        try (EmbeddedBroker first = EmbeddedBroker.start(config)) {
            BrokerClient client = new BrokerClient(first.bootstrapServers());
            client.createTopic("kept", Map.of());
            client.writeInTransactions("kept", "an invite");
        }
        Path log = directory.resolve("log");
        assertThat(Aftermath.wasCutOff(log)).isFalse();
        Files.delete(log.resolve(".kafka_cleanshutdown"));

        // When
        assertThat(Aftermath.wasCutOff(log)).isTrue();
        try (EmbeddedBroker second = EmbeddedBroker.start(config)) {
            BrokerClient client = new BrokerClient(second.bootstrapServers());
            client.writeInTransactions("kept", "another");

            // Then
            assertThat(client.read("kept")).containsExactly("an invite", "another");
        }
    }

    @Test
    void transactions_commit_and_a_second_broker_on_the_directory_is_refused_by_name() throws Exception {
        // Given
        try (EmbeddedBroker running = EmbeddedBroker.start(BrokerConfig.ephemeral(directory))) {
            BrokerClient client = new BrokerClient(running.bootstrapServers());
            client.createTopic("transactions", Map.of());

            // When
            client.writeInTransactions("transactions", "one", "two", "three");

            // Then
            assertThat(client.read("transactions")).containsExactly("one", "two", "three");
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

    @Test
    void a_key_that_kafka_refuses_is_a_start_failure_that_names_it() {
        // Given
        BrokerConfig config = BrokerConfig.ephemeral(directory).with(Map.of("num.io.threads", "many"));

        // When
        // Then
        assertThatThrownBy(() -> EmbeddedBroker.start(config))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("num.io.threads");
    }
}
