package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QuorumSeatTest {

    private static final QuorumSeat SECOND = new QuorumSeat(2, "AAAAAAAAAAAAAAAAAAAAAQ", List.of(15001, 15002, 15003));

    @Test
    void a_seat_survives_the_way_to_the_child() {
        assertThat(QuorumSeat.parse(SECOND.text())).isEqualTo(SECOND);
    }

    @Test
    void of_three_brokers_everything_has_three_copies_and_two_are_enough() {
        // When
        Properties keys = BrokerProperties.of(
                BrokerConfig.listening(Path.of("data"), BrokerConfig.LOOPBACK, 15004), 15004, SECOND, Path.of("log"));

        // Then
        assertThat(keys)
                .containsEntry("node.id", "2")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:15001,2@127.0.0.1:15002,3@127.0.0.1:15003")
                .containsEntry("listeners", "CLIENTS://127.0.0.1:15004,CONTROLLER://127.0.0.1:15002")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("transaction.state.log.min.isr", "2");
    }

    @Test
    void a_broker_alone_has_one_copy_of_everything() {
        // When
        Properties keys = BrokerProperties.of(
                BrokerConfig.ephemeral(Path.of("data")), 15004, QuorumSeat.alone("id", 15001), Path.of("log"));

        // Then
        assertThat(keys)
                .containsEntry("node.id", "1")
                .containsEntry("default.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void a_broker_that_is_silent_is_given_up_among_three_and_kept_where_it_is_alone() {
        // When
        Properties among = BrokerProperties.of(BrokerConfig.ephemeral(Path.of("data")), 15004, SECOND, Path.of("log"));
        Properties alone = BrokerProperties.of(
                BrokerConfig.ephemeral(Path.of("data")), 15004, QuorumSeat.alone("id", 15001), Path.of("log"));

        // Then
        assertThat(among).containsEntry("broker.session.timeout.ms", "3000");
        assertThat(alone).containsEntry("broker.session.timeout.ms", "600000");
    }

    @Test
    void there_is_no_fourth_node_among_three() {
        assertThatThrownBy(() -> new QuorumSeat(4, "id", List.of(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
