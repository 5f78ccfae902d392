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
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.appservice.ScriptedAppservice;
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
    private static final int QUERY_PORT = 29_010;
    /** As the start script tells every Synapse. */
    private static final int THEIR_BRIDGE_PORT = 29_397;

    private static final String BROKER = "127.0.0.1:29092";

    private final List<FederationProxy> proxies = new ArrayList<>();
    private final SynapseCluster cluster;
    private final VestibuleOverKafka vestibule;
    private final HomeserverShim shim;
    private final Stage.Bridges bridges;

    private Surroundings(SynapseCluster cluster, Path launcher, Path folder, Ending ending) throws Exception {
        this.cluster = cluster;
        Vertx vertx = Vertx.vertx();
        ending.take(() -> vertx.close().await());
        for (SynapseServer server : cluster.servers()) {
            proxies.add(proxy(vertx, server.name(), server.tlsPort(), server, ending));
        }
        proxy(
                vertx,
                Stage.WRONG_NAME,
                portOf(Stage.WRONG_NAME),
                cluster.servers().getLast(),
                ending);
        ScriptedAppservice ours = ScriptedAppservice.start("bridge");
        ending.take(ours);
        ScriptedAppservice theirs = ScriptedAppservice.startAt("bridge", THEIR_BRIDGE_PORT);
        ending.take(theirs);
        bridges = new Stage.Bridges(ours, theirs);
        Path config = writeConfig(folder, cluster, ours.register(folder, "@bridge_.*:" + OUR_NAME));
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

    private FederationProxy proxy(Vertx vertx, String name, int port, SynapseServer server, Ending ending) {
        FederationProxy proxy =
                new FederationProxy(vertx, name, port, server.client().getPort(), cluster.certificate(), cluster.key());
        ending.take(proxy);
        return proxy;
    }

    private static int portOf(String serverName) {
        return ServerName.of(serverName).port().orElseThrow();
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
        return new Stage.Set(vestibule, shim, proxies, cluster.servers(), bridges);
    }

    private static Path writeConfig(Path folder, SynapseCluster cluster, Path registration) throws IOException {
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
                appservice: {listen: "127.0.0.1:%d", registration-files: [%s]}
                console: {listen: "off"}
                """.formatted(
                        OUR_NAME, BROKER, INGRESS_PORT, cluster.authority(), QUERY_PORT, registration.getFileName()));
        return config;
    }
}
