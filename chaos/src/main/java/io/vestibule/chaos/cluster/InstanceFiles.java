package io.vestibule.chaos.cluster;

import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the configuration of each instance: the same deployment, data and addresses of its own.
 *
 * @param files the keys and certificates
 * @param brokers each instance reaches them by its own ways
 * @param registry of schemas
 * @param http asks them how they are
 * @param setup what they are made ready for
 */
record InstanceFiles(VestibuleFiles files, Brokers brokers, RegistryServer registry, HttpClient http, Setup setup) {

    /**
     * @param port where an ingress listens
     * @return the instance, not started
     * @throws IOException if its configuration cannot be written
     */
    Instance instance(Role role, String name, int port) throws IOException {
        Path config = files.directory().resolve(name + ".yaml");
        HealthProbe health = new HealthProbe(http, OwnPorts.next());
        Files.writeString(config, yaml(name, port, health.port()));
        Path data = data(files.directory(), name);
        Optional<FakeClock> clock = setup.clocks() ? FakeClock.in(files.directory(), name) : Optional.empty();
        return new Instance(role, name, new Instance.Files(config, data), health, clock);
    }

    /** @return where an instance of this name keeps what it has */
    static Path data(Path ofCluster, String name) {
        return ofCluster.resolve("data-" + name);
    }

    // Deadlines are shorter than a deployment's, so that what a fault has stopped for good is known within a run.
    private String yaml(String name, int port, int admin) {
        String bootstrap = Arrays.stream(brokers.through(name).split(","))
                .map(address -> '"' + address + '"')
                .collect(Collectors.joining(", "));
        return """
            server-name: "%s"
            signing-key-file: signing.key
            data-dir: data-%s
            kafka:
              bootstrap-servers: [%s]
              topics: {partitions: %d, replication-factor: %d}
            schema-registry: {url: "%s", auto.register.schemas: true}
            ingress:
              listen: "127.0.0.1:%d"
              tls: {cert-file: us.crt, key-file: us.key}
              serve-keys: true
              rate: {origin: 1000000/1ms, sender: 1000000/1ms, invited: 1000000/1ms}
            federation:
              extra-ca-file: ca.crt
              allowed-addresses: ["127.0.0.0/8", "::1/128"]
            worker: {make-timeout: 12s, short-try-timeout: 3s, send-join-timeout: 20s, send-join-silence: 5s, send-leave-timeout: 10s}
            topology: {threads: 1, standby-replicas: 1, store-memory: 64MiB, accept-timeout: 90s, queries-listen: "127.0.0.1:0"}
            appservice: {registration-files: [bridge.yaml], listen: "127.0.0.1:%d", first-retry: 100ms, longest-retry: 1s}
            admin: {listen: "127.0.0.1:%d"}
            log: {level: info}
            """.formatted(
                        files.peer().name(),
                        name,
                        bootstrap,
                        ChaosCluster.PARTITIONS,
                        Brokers.COUNT,
                        registry.url(),
                        port,
                        OwnPorts.next(),
                        admin);
    }
}
