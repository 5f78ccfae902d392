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
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that stands while the scenarios play. */
final class Surroundings {

    private static final String OUR_NAME = "localhost:29448";
    private static final int INGRESS_PORT = 29_008;
    private static final String BROKER = "127.0.0.1:29092";

    private final List<FederationProxy> proxies = new ArrayList<>();
    private final SynapseCluster cluster;
    private final VestibuleOverKafka vestibule;
    private final HomeserverShim shim;

    private Surroundings(SynapseCluster cluster, Path launcher, Path folder, Ending ending) throws Exception {
        this.cluster = cluster;
        Vertx vertx = Vertx.vertx();
        ending.take(() -> vertx.close().await());
        for (SynapseServer server : cluster.servers()) {
            FederationProxy proxy = new FederationProxy(
                    vertx,
                    server.name(),
                    server.tlsPort(),
                    server.client().getPort(),
                    cluster.certificate(),
                    cluster.key());
            ending.take(proxy);
            proxies.add(proxy);
        }
        Path config = writeConfig(folder, cluster);
        ending.take(VestibuleProcess.start(launcher, config, folder.resolve("vestibule.log")));
        AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "embedded", "bootstrap.servers", BROKER));
        ending.take(serdes);
        RecordSender sender = new RecordSender(BROKER, serdes);
        ending.take(sender);
        vestibule = new VestibuleOverKafka(OUR_NAME, BROKER, serdes, sender);
        ending.take(vestibule);
        shim = new HomeserverShim(
                vertx,
                new HomeserverShim.Identity(OUR_NAME, folder.resolve("signing.key"), INGRESS_PORT),
                new HomeserverShim.Tls(cluster.certificate(), cluster.key(), cluster.authority()),
                cluster.servers(),
                new KafkaFeeds(sender));
        ending.take(shim);
    }

    /**
     * @param cluster the homeservers, already running
     * @param launcher Vestibule's launcher script
     * @param folder where this run's files go
     * @param ending takes everything that is started
     */
    static Surroundings build(SynapseCluster cluster, Path launcher, Path folder, Ending ending) throws Exception {
        return new Surroundings(cluster, launcher, folder, ending);
    }

    /** @return what stands on every stage */
    Stage.Set set() {
        return new Stage.Set(vestibule, shim, proxies, cluster.servers());
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
