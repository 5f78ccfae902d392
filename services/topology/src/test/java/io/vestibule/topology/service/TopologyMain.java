package io.vestibule.topology.service;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The topology in a process of its own, for tests that kill it. It is configured by the environment and ends with its parent. */
final class TopologyMain {

    private TopologyMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        VestibuleConfig config = ConfigLoader.load(Optional.empty(), System.getenv(), Map.of());
        Map<String, Object> registry = new HashMap<>(config.kafka().clientProperties());
        registry.putAll(config.schemaRegistry().serdeProperties());
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        try (AvroSerdes serdes = AvroSerdes.of(registry);
                TopologyService service = TopologyService.start(
                        config, new TopologyService.Surroundings(serdes, new Metrics(), new Health()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
            new CountDownLatch(1).await();
        }
    }
}
