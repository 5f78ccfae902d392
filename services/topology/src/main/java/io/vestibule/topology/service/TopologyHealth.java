package io.vestibule.topology.service;

import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.health.Probe;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;

/** What the topology answers to the probes. Thread-safe. */
final class TopologyHealth {

    private final Supplier<State> state;
    private final boolean standbys;
    private final RestoreProgress restoring;
    private volatile boolean hasRun;

    /**
     * @param state what the Streams application is in now
     * @param standbys whether other instances keep warm copies, and this one of theirs
     * @param restoring hears how the stores are restored
     */
    TopologyHealth(Supplier<State> state, boolean standbys, RestoreProgress restoring) {
        this.state = state;
        this.standbys = standbys;
        this.restoring = restoring;
    }

    RestoreProgress restoring() {
        return restoring;
    }

    /** Hears of every change of the state. */
    void changed(State now) {
        hasRun |= now == State.RUNNING;
    }

    void register(Health health) {
        health.register(Probe.STARTUP, "topology", this::startup);
        health.register(Probe.READY, "topology", this::ready);
        health.register(Probe.LIVE, "topology", this::live);
    }

    private HealthStatus startup() {
        return HealthStatus.of(hasRun, sentence());
    }

    /** With warm copies a rebalance hands rooms over without a pause. */
    private HealthStatus ready() {
        State now = state.get();
        boolean handingOver = now == State.REBALANCING && standbys && hasRun;
        return HealthStatus.of(now == State.RUNNING || handingOver, sentence());
    }

    /** A rebalance and brokers that are away mend themselves; a shutdown that nobody asked for does not. */
    private HealthStatus live() {
        State now = state.get();
        return HealthStatus.of(!now.hasCompletedShutdown() && now != State.ERROR, sentence());
    }

    private String sentence() {
        return "the topology is " + state.get()
                + restoring.sentence().map(progress -> ": " + progress).orElse("");
    }
}
