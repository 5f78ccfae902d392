package io.vestibule.bench.worker;

import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * A worker and a broker, a process each, and the homeservers around them in this one.
 *
 * @param peers the homeservers
 * @param broker the broker
 * @param worker the worker
 * @param orders orders to the worker
 * @param us our name
 * @param keys our keys
 */
record WorkerScene(
        PreparedPeers peers,
        BrokerProcess broker,
        VestibuleProcess worker,
        WorkOrders orders,
        ServerName us,
        SigningKeyFile keys)
        implements AutoCloseable {

    /** What the worker gets at most. */
    static final int HEAP_MIB = 512;

    static WorkerScene open(Path folder, int servers, int mostInFlight, List<String> jvmOptions)
            throws IOException, InterruptedException {
        PreparedPeers peers = PreparedPeers.open(servers);
        BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(folder.resolve("broker")));
        ServerName us = ServerName.of("us.example");
        SigningKeyFile keys = SigningKeyFile.generate(new SecureRandom());
        keys.write(folder.resolve("signing.key"));
        peers.authority().writeTo(folder.resolve("ca.crt"));
        Path config =
                Files.writeString(folder.resolve("worker.yaml"), yaml(us, broker.bootstrapServers(), mostInFlight));
        Stream<String> options =
                Stream.of("-Xmx" + HEAP_MIB + "m", "-Xlog:gc:file=" + gcLog(folder) + ":uptime:filecount=0");
        VestibuleProcess worker = VestibuleProcess.start(
                "worker", config, Stream.concat(options, jvmOptions.stream()).toList());
        return new WorkerScene(peers, broker, worker, new WorkOrders(broker.bootstrapServers()), us, keys);
    }

    /** Where the worker notes its garbage collections. */
    static Path gcLog(Path folder) {
        return folder.resolve("gc.log");
    }

    private static String yaml(ServerName us, String bootstrap, int mostInFlight) {
        return """
                server-name: "%s"
                signing-key-file: signing.key
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  topics: {partitions: 12}
                schema-registry: {url: embedded}
                worker: {max-in-flight: %d, make-timeout: 60s}
                federation:
                  extra-ca-file: ca.crt
                  allowed-addresses: ["127.0.0.0/8"]
                admin: {listen: "127.0.0.1:0"}
                log: {level: error}
                """.formatted(us, bootstrap, mostInFlight);
    }

    @Override
    public void close() {
        orders.close();
        worker.close();
        broker.close();
        peers.close();
    }
}
