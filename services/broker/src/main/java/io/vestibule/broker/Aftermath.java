package io.vestibule.broker;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before the start of a broker that is alone and was not stopped.
 *
 * <p>To its metadata it still leads every partition. So its transaction coordinator would be there at once, and go on with the
 * transactions whose end was under way; then the controller notices that the broker is a new one and takes the leaders away until
 * it has been let in; and a coordinator passes over partitions that have no leader just then, as if they had been deleted
 * (Kafka 4.3.1). Their transactions stay open for ever, and whoever reads what is committed stands still in front of them.
 * Therefore the controller runs alone first, until the leaders are gone: the coordinator then comes back with them.
 */
final class Aftermath {

    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);
    private static final String CLEAN = ".kafka_cleanshutdown";
    private static final String METADATA = "__cluster_metadata-0";

    /** Nobody but a broker that is gone can miss a session of this controller. */
    private static final Duration SESSION = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Aftermath() {}

    /** @return whether a broker ran here and did not come to its end */
    static boolean wasCutOff(Path log) {
        return Files.exists(log.resolve(METADATA)) && !Files.exists(log.resolve(CLEAN));
    }

    /**
     * Returns when, by the controller's metadata, the broker leads nothing and may be let in anew.
     *
     * @throws BrokerStartException if that is not so within two minutes; a start that went on would risk what is written above
     */
    static void giveUpLeaders(Properties broker, QuorumSeat seat, DataDirectory directory) {
        LOG.atInfo().log("the broker was not stopped: its controller gives the leaders up first");
        long begin = System.nanoTime();
        KafkaConfig config = new KafkaConfig(controllerAlone(broker, seat), false);
        SharedServer shared = shared(config, seat, directory);
        ControllerServer controller =
                new ControllerServer(shared, KafkaRaftServer.configSchema(), directory.readBootstrap());
        LeadersGone leaders = new LeadersGone(seat.node());
        try {
            controller.startup();
            shared.loader().installPublishers(List.of(leaders));
            await(leaders.gone());
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
        LOG.atInfo()
                .addKeyValue(
                        "millis", Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .log("the leaders are given up");
    }

    private static Properties controllerAlone(Properties broker, QuorumSeat seat) {
        Properties keys = new Properties();
        keys.putAll(broker);
        keys.setProperty("process.roles", "controller");
        keys.setProperty(
                "listeners",
                BrokerConfig.CONTROLLER_LISTENER + "://" + BrokerConfig.LOOPBACK + ":" + seat.controllerPort());
        keys.remove("inter.broker.listener.name");
        keys.setProperty("broker.session.timeout.ms", Long.toString(SESSION.toMillis()));
        keys.setProperty("broker.heartbeat.interval.ms", Long.toString(SESSION.toMillis() / 4));
        return keys;
    }

    private static SharedServer shared(KafkaConfig config, QuorumSeat seat, DataDirectory directory) {
        InetSocketAddress voter = new InetSocketAddress(BrokerConfig.LOOPBACK, seat.controllerPort());
        return new SharedServer(
                config,
                directory.readProperties(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, directory.clusterId()),
                CompletableFuture.completedFuture(Map.of(seat.node(), voter)),
                List.of(),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
    }

    private static void await(CompletableFuture<Void> gone) {
        try {
            gone.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new BrokerStartException(
                    "the broker was not stopped, and its controller has not given the leaders up within "
                            + PATIENCE.toSeconds() + " s; start it again",
                    late);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException("the start was interrupted", stopped);
        }
    }
}
