package io.vestibule.bench.ingress;

import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.kit.config.HostPort;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.server.FederationWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * An ingress and a broker, a process each, and a scripted homeserver in this one. Not thread-safe.
 *
 * @param world the homeserver's world
 * @param origin the homeserver
 * @param us our name
 * @param keys our keys
 * @param broker the broker
 * @param ingress the ingress
 */
record IngressScene(
        FederationWorld world,
        Origin origin,
        ServerName us,
        SigningKeyFile keys,
        BrokerProcess broker,
        VestibuleProcess ingress)
        implements AutoCloseable {

    /** What an ingress on a machine of its own would have plenty of; more changes nothing here. */
    private static final List<String> JVM = List.of("-Xmx512m");

    static IngressScene open(Path folder, List<String> jvmOptions) throws IOException, InterruptedException {
        FederationWorld world = FederationWorld.open();
        BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(folder.resolve("broker")));
        ServerName us = ServerName.of("us.example");
        SigningKeyFile keys = SigningKeyFile.generate(new SecureRandom());
        keys.write(folder.resolve("signing.key"));
        world.authority().writeTo(folder.resolve("ca.crt"));
        Path config = Files.writeString(folder.resolve("ingress.yaml"), yaml(us, broker.bootstrapServers()));
        VestibuleProcess ingress = VestibuleProcess.start(
                "ingress",
                config,
                Stream.concat(JVM.stream(), jvmOptions.stream()).toList());
        Origin origin = Origin.of(world.server("inviting.example"));
        return new IngressScene(world, origin, us, keys, broker, ingress);
    }

    HostPort address() {
        return HostPort.parse(ingress.address("ingress"));
    }

    private static String yaml(ServerName us, String bootstrap) {
        return """
                server-name: "%s"
                signing-key-file: signing.key
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  topics: {partitions: 12}
                schema-registry: {url: embedded}
                ingress:
                  listen: 127.0.0.1:0
                  local-users: any
                  max-connections-per-address: 10000
                  max-in-flight-per-origin: 10000
                  rate: {origin: 1000000/1s, sender: 1000000/1s, invited: 1000000/1s}
                federation:
                  extra-ca-file: ca.crt
                  allowed-addresses: ["127.0.0.0/8", "::1/128"]
                admin: {listen: "127.0.0.1:0"}
                """.formatted(us, bootstrap);
    }

    @Override
    public void close() {
        ingress.close();
        broker.close();
        world.close();
    }
}
