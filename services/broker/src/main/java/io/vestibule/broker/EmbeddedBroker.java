package io.vestibule.broker;

import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft broker in this JVM, running from {@link #start} to {@link #close}.
 *
 * <p>A fault inside a running broker (a full disk, a directory deleted under it) ends the process: that is Kafka's own
 * rule, and right for a log that people rely on. Tests that break brokers use {@link BrokerProcess}.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final DataDirectory directory;
    private final String bootstrapServers;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, DataDirectory directory, String bootstrapServers) {
        this.server = server;
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and returns when it takes requests; one of several does so when most of them run.
     *
     * @throws BrokerStartException if the directory is in use or cannot be written, or the port is taken
     */
    public static EmbeddedBroker start(BrokerConfig config) {
        int port = config.port() == 0 ? Ports.free(config.host(), 0) : config.port();
        Ports.requireFree(config.host(), port);
        DataDirectory directory = DataDirectory.open(config.dataDirectory(), config.seat());
        try {
            QuorumSeat seat = config.seat()
                    .orElseGet(() -> QuorumSeat.alone(directory.clusterId(), Ports.free(BrokerConfig.LOOPBACK, port)));
            Properties keys = BrokerProperties.of(config, port, seat, directory.log());
            if (seat.nodes() == 1 && Aftermath.wasCutOff(directory.log())) {
                Aftermath.giveUpLeaders(keys, seat, directory);
            }
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(keys, false), Time.SYSTEM);
            server.startup();
            String bootstrap = config.host() + ":" + port;
            LOG.atInfo().addKeyValue("bootstrap", bootstrap).log("embedded broker started");
            return new EmbeddedBroker(server, directory, bootstrap);
        } catch (RuntimeException failure) {
            directory.close();
            throw new BrokerStartException("the embedded broker did not start: " + failure.getMessage(), failure);
        }
    }

    /** @return {@code host:port}, for {@code bootstrap.servers} */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** @return the cluster ID, the same for every start on one directory */
    public String clusterId() {
        return directory.clusterId();
    }

    /** Stops cleanly: everything is on disk when this returns. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        directory.close();
        LOG.atInfo().addKeyValue("bootstrap", bootstrapServers).log("embedded broker stopped");
    }
}
