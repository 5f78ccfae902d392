package io.vestibule.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
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

    /** A broker that is not heard of for three seconds is given up, looked for every second or so. */
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(6);

    private Aftermath() {}

    /** @return whether a broker ran here and did not come to its end */
    static boolean wasCutOff(Path log) {
        return Files.exists(log.resolve(METADATA)) && !Files.exists(log.resolve(CLEAN));
    }

    /** Takes some seconds. */
    static void giveUpLeaders(Properties broker, QuorumSeat seat) {
        Properties keys = new Properties();
        keys.putAll(broker);
        keys.setProperty("process.roles", "controller");
        keys.setProperty(
                "listeners",
                BrokerConfig.CONTROLLER_LISTENER + "://" + BrokerConfig.LOOPBACK + ":" + seat.controllerPort());
        keys.remove("inter.broker.listener.name");
        KafkaRaftServer controller = new KafkaRaftServer(new KafkaConfig(keys, false), Time.SYSTEM);
        LOG.atInfo().log("the broker was not stopped: its controller gives the leaders up first");
        try {
            controller.startup();
            Thread.sleep(GIVEN_UP_WITHIN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }
}
