package io.vestibule.standalone;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.standalone.deploy.KafkaUser;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.FreePorts;
import io.vestibule.testkit.server.Peer;
import io.vestibule.testkit.server.VestibuleFiles;
import io.vestibule.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Every service as a Kafka user of its own, who may do what the shipped manifests say and nothing more, on a broker with TLS,
 * SCRAM and an authorizer, and a registry with TLS and a password.
 */
final class SecuredCluster implements AutoCloseable {

    private final Parts parts = new Parts("the cluster");
    private final Path directory;
    private final VestibuleFiles files;
    private final SecuredBroker broker;
    private final SecuredRegistry registry;
    private final String queries;
    private final String worker;

    /** @param yaml further sections of the configuration */
    SecuredCluster(FederationWorld world, Path directory, String yaml) throws Exception {
        this.directory = directory;
        this.files = VestibuleFiles.write(world, directory, yaml);
        this.queries = "127.0.0.1:" + FreePorts.next();
        this.worker = "127.0.0.1:" + FreePorts.next();
        ServerCertificate certificate = world.authority().issue(List.of("localhost", "127.0.0.1"));
        Path authority = directory.resolve("ca.crt");
        try {
            this.broker = parts.opened(SecuredBroker.start(directory, certificate, authority));
            this.registry = parts.opened(SecuredRegistry.start(certificate, authority));
            try (Admin admin = admin()) {
                new TopicAdmin(admin)
                        .ensure(config(KafkaUser.TOPOLOGY).kafka().topics())
                        .requireUsable();
            }
            for (KafkaUser user : KafkaUser.values()) {
                broker.introduce(user, config(user));
            }
        } catch (Exception failure) {
            parts.close();
            throw failure;
        }
    }

    /** Runs a service until the cluster is closed. */
    Standalone run(Services service) {
        return parts.opened(Standalone.start(config(KafkaUser.valueOf(service.name())), service));
    }

    Peer peer() {
        return files.peer();
    }

    /** Somebody who may do everything. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.administrators()));
    }

    VestibuleConfig config(KafkaUser user) {
        return load(keys(user));
    }

    /** The configuration of somebody who may do everything. */
    VestibuleConfig unbound() {
        Map<String, String> keys = new HashMap<>(registry.keysOf("anybody"));
        keys.put("kafka.bootstrap-servers", broker.administrators());
        return load(keys);
    }

    private VestibuleConfig load(Map<String, String> keys) {
        return ConfigLoader.load(Optional.of(files.configFile()), Map.of(), keys);
    }

    /** @return a file with the same, for commands, and further keys */
    Path file(KafkaUser user, Map<String, String> further) throws IOException {
        Map<String, String> keys = keys(user);
        keys.putAll(further);
        keys.remove("data-dir");
        keys.put("admin.listen", worker);
        String base =
                Files.readString(files.configFile()).replaceAll("(?m)^(kafka|schema-registry|admin):.*\n(  .*\n)*", "");
        String yaml = keys.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().split("\\.", 2)[0],
                        Collectors.mapping(
                                entry -> "  " + entry.getKey().split("\\.", 2)[1] + ": '" + entry.getValue() + "'\n",
                                Collectors.joining())))
                .entrySet()
                .stream()
                .filter(section -> !base.contains("\n" + section.getKey() + ":"))
                .map(section -> section.getKey() + ":\n" + section.getValue())
                .collect(Collectors.joining());
        return Files.writeString(Files.createTempFile(directory, user.principal(), ".yaml"), base + yaml);
    }

    private Map<String, String> keys(KafkaUser user) {
        Map<String, String> keys = new HashMap<>(broker.keysOf(user));
        keys.putAll(registry.keysOf(user.principal()));
        keys.put("kafka.topics.partitions", "4");
        keys.put("data-dir", directory.resolve("data-" + user.principal()).toString());
        keys.put("admin.listen", user == KafkaUser.WORKER ? worker : "127.0.0.1:0");
        keys.put("topology.queries-listen", user == KafkaUser.TOPOLOGY ? queries : "127.0.0.1:0");
        if (user == KafkaUser.CONSOLE) {
            keys.put("console.topology", queries);
            keys.put("console.workers", worker);
        }
        return keys;
    }

    @Override
    public void close() {
        parts.close();
    }
}
