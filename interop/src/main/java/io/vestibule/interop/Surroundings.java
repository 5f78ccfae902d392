package io.vestibule.interop;

import io.vertx.core.Vertx;
import io.vestibule.interop.kafka.KafkaFeeds;
import io.vestibule.interop.kafka.RecordSender;
import io.vestibule.interop.kafka.VestibuleOverKafka;
import io.vestibule.interop.proxy.FederationProxy;
import io.vestibule.interop.shim.HomeserverShim;
import io.vestibule.interop.suite.Stage;
import io.vestibule.interop.synapse.SynapseCluster;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.interop.synapse.SynapseUser;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Everything that stands while the scenarios play. Closing it ends all of it, the last started first. */
final class Surroundings implements AutoCloseable {

    private static final String OUR_NAME = "localhost:29448";
    private static final int INGRESS_PORT = 29_008;
    private static final String BROKER = "127.0.0.1:29092";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<FederationProxy> proxies = new ArrayList<>();
    private final List<SynapseUser> people = new ArrayList<>();
    private final VestibuleOverKafka vestibule;
    private final HomeserverShim shim;

    private Surroundings(SynapseCluster cluster, Path launcher, Path folder) throws Exception {
        try {
            open.push(cluster);
            Vertx vertx = Vertx.vertx();
            open.push(() -> vertx.close().await());
            for (SynapseServer server : cluster.servers()) {
                FederationProxy proxy = new FederationProxy(
                        vertx,
                        server.name(),
                        server.tlsPort(),
                        server.client().getPort(),
                        cluster.certificate(),
                        cluster.key());
                open.push(proxy);
                proxies.add(proxy);
            }
            Path config = writeConfig(folder, cluster);
            open.push(VestibuleProcess.start(launcher, config, folder.resolve("vestibule.log")));
            AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "embedded", "bootstrap.servers", BROKER));
            open.push(serdes);
            RecordSender sender = new RecordSender(BROKER, serdes);
            open.push(sender);
            vestibule = new VestibuleOverKafka(OUR_NAME, BROKER, serdes, sender);
            open.push(vestibule);
            shim = new HomeserverShim(
                    vertx,
                    new HomeserverShim.Identity(OUR_NAME, folder.resolve("signing.key"), INGRESS_PORT),
                    new HomeserverShim.Tls(cluster.certificate(), cluster.key(), cluster.authority()),
                    cluster.servers(),
                    new KafkaFeeds(sender));
            open.push(shim);
            people.add(SynapseUser.register(cluster.servers().get(0), "alice"));
            people.add(SynapseUser.register(cluster.servers().get(1), "bea"));
            people.add(SynapseUser.register(cluster.servers().get(2), "cato"));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /**
     * @param cluster the homeservers, already running; ended with the rest
     * @param launcher Vestibule's launcher script
     * @param folder where this run's files go
     */
    static Surroundings build(SynapseCluster cluster, Path launcher, Path folder) throws Exception {
        return new Surroundings(cluster, launcher, folder);
    }

    /** @return a stage for one telling, with every server up again */
    Stage stage() {
        Stage stage = Stage.of(vestibule, shim, proxies, people);
        stage.calm();
        return stage;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("while ending: " + e);
            }
        }
    }

    private static Path writeConfig(Path folder, SynapseCluster cluster) throws IOException {
        Path key = folder.resolve("signing.key");
        if (!Files.exists(key)) {
            SigningKeyFile.generate(new SecureRandom()).write(key);
        }
        Path config = folder.resolve("vestibule.yaml");
        Files.writeString(config, """
                server-name: %s
                signing-key-file: signing.key
                data-dir: data
                kafka: {bootstrap-servers: embedded, embedded: {listen: "%s"}}
                schema-registry: {url: embedded}
                ingress: {listen: "127.0.0.1:%d", serve-keys: true}
                federation: {extra-ca-file: "%s", allowed-addresses: [127.0.0.0/8, "::1/128"]}
                """.formatted(OUR_NAME, BROKER, INGRESS_PORT, cluster.authority()));
        return config;
    }
}
