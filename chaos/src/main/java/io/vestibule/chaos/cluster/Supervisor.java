package io.vestibule.chaos.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Restarts instances that serve and then say again and again that they are not alive, or say nothing, as Kubernetes does with
 * a liveness probe. From {@link #over} to {@link #close}.
 */
final class Supervisor implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int FAILURES = 6;

    private final List<Instance> instances;
    private final Map<Instance, Integer> failures = new HashMap<>();
    private final Thread thread;

    private Supervisor(List<Instance> instances) {
        this.instances = instances;
        this.thread = Thread.ofVirtual().name("supervisor").unstarted(this::run);
    }

    static Supervisor over(List<Instance> instances) {
        Supervisor supervisor = new Supervisor(instances);
        supervisor.thread.start();
        return supervisor;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                for (Instance each : instances) {
                    look(each);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Instance instance) throws InterruptedException {
        boolean well = !instance.hasStarted() || instance.isLive();
        int inARow = well ? 0 : failures.getOrDefault(instance, 0) + 1;
        if (inARow >= FAILURES) {
            instance.killForItsHealth();
            inARow = 0;
        }
        failures.put(instance, inARow);
    }
}
