package io.vestibule.topology.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class TopologyHealthTest {

    private static final TopicPartition ROOMS = new TopicPartition("rooms-changelog", 0);
    private static final TopicPartition INVITES = new TopicPartition("invites-changelog", 0);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);
    private final RestoreProgress restoring = new RestoreProgress(now::get);
    private final Health health = new Health();

    @Test
    void a_start_says_how_far_its_stores_are_and_how_long_it_may_take() {
        // Given
        TopologyHealth topology = watched(false);
        become(topology, State.REBALANCING);
        restoring.onRestoreStart(ROOMS, "rooms", 100, 200);
        restoring.onRestoreStart(INVITES, "invites", 0, 300);
        now.set(Instant.ofEpochSecond(10));

        // When
        restoring.onBatchRestored(ROOMS, "rooms", 199, 100);

        // Then
        assertThat(said(Probe.STARTUP))
                .contains("the topology is REBALANCING: restored 25 % of 400 records, about 30 s to go");
        assertThat(health.isUp(Probe.READY)).isFalse();
        assertThat(health.isUp(Probe.LIVE)).isTrue();
    }

    @Test
    void nothing_is_said_of_stores_that_are_restored() {
        // Given
        TopologyHealth topology = watched(false);
        restoring.onRestoreStart(ROOMS, "rooms", 0, 10);

        // When
        restoring.onRestoreEnd(ROOMS, "rooms", 10);
        become(topology, State.REBALANCING);

        // Then
        assertThat(said(Probe.READY)).contains("\"the topology is REBALANCING\"");
    }

    @Test
    void a_rebalance_makes_it_unready_only_where_nobody_has_a_warm_copy() {
        // Given
        Health alone = health;
        TopologyHealth first = watched(false);
        become(first, State.RUNNING);
        Health warm = new Health();
        TopologyHealth second = new TopologyHealth(state::get, true, restoring);
        second.register(warm);
        become(second, State.RUNNING);

        // When
        become(first, State.REBALANCING);
        become(second, State.REBALANCING);

        // Then
        assertThat(alone.isUp(Probe.READY)).isFalse();
        assertThat(warm.isUp(Probe.READY)).isTrue();
        assertThat(alone.isUp(Probe.STARTUP)).isTrue();
        assertThat(alone.isUp(Probe.LIVE)).isTrue();
    }

    @Test
    void it_is_dead_once_it_has_stopped_by_itself() {
        // Given
        TopologyHealth topology = watched(true);
        become(topology, State.RUNNING);

        // When
        become(topology, State.ERROR);

        // Then
        assertThat(health.isUp(Probe.LIVE)).isFalse();
        assertThat(health.isUp(Probe.READY)).isFalse();
    }

    private TopologyHealth watched(boolean standbys) {
        TopologyHealth topology = new TopologyHealth(state::get, standbys, restoring);
        topology.register(health);
        return topology;
    }

    private void become(TopologyHealth topology, State next) {
        state.set(next);
        topology.changed(next);
    }

    private String said(Probe probe) {
        return new String(health.answer(probe).body(), UTF_8);
    }
}
