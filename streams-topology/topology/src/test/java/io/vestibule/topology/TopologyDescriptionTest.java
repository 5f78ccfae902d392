package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.catalog.RoomPartitions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of nodes, stores and repartition topics are what a running deployment keeps: they change on purpose or not at all. */
class TopologyDescriptionTest {

    @TempDir
    Path dir;

    @Test
    void the_topology_is_the_one_that_running_deployments_have() throws IOException {
        // Given
        String kept;
        try (InputStream golden = TopologyDescriptionTest.class.getResourceAsStream("topology.txt")) {
            kept = new String(golden.readAllBytes(), UTF_8);
        }
        // When
        String described;
        try (TopologyHarness hall = new TopologyHarness(dir)) {
            described = hall.topology.describe().toString();
        }
        // Then
        assertThat(described.stripTrailing()).isEqualTo(kept.stripTrailing());
    }

    @Test
    void a_view_stands_in_the_partition_of_its_room() {
        // Given
        byte[] key = "!hall:a.example\0@bob:us.example".getBytes(UTF_8);
        // When
        Optional<Set<Integer>> partitions = InviteTopology.byRoom().partitions("invites.state", key, null, 48);
        // Then
        assertThat(partitions).contains(Set.of(RoomPartitions.of("!hall:a.example", 48)));
    }
}
