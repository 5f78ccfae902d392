package io.vestibule.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The broker keys of one KRaft node: small heap, quick groups, quick transactions. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "CLIENTS";

    private BrokerProperties() {}

    /** @return all keys, the caller's overrides last */
    static Properties of(BrokerConfig config, int port, int controllerPort, Path logDirectory) {
        Properties keys = new Properties();
        identity(keys, config, port, controllerPort);
        keys.setProperty("log.dirs", logDirectory.toString());
        singleReplica(keys);
        smallHeap(keys);
        quickGroups(keys);
        quickTransactions(keys);
        config.overrides().forEach(keys::setProperty);
        return keys;
    }

    private static void identity(Properties keys, BrokerConfig config, int port, int controllerPort) {
        keys.setProperty("process.roles", "broker,controller");
        keys.setProperty("node.id", Integer.toString(NODE_ID));
        keys.setProperty("controller.quorum.voters", NODE_ID + "@" + BrokerConfig.LOOPBACK + ":" + controllerPort);
        keys.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        keys.setProperty("inter.broker.listener.name", CLIENT_LISTENER);
        keys.setProperty(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        keys.setProperty(
                "listeners",
                CLIENT_LISTENER + "://" + bracketed(config.host()) + ":" + port + "," + CONTROLLER_LISTENER + "://"
                        + BrokerConfig.LOOPBACK + ":" + controllerPort);
        keys.setProperty("auto.create.topics.enable", "false");
    }

    private static void singleReplica(Properties keys) {
        keys.setProperty("default.replication.factor", "1");
        keys.setProperty("min.insync.replicas", "1");
        keys.setProperty("offsets.topic.replication.factor", "1");
        keys.setProperty("offsets.topic.num.partitions", "4");
        keys.setProperty("transaction.state.log.replication.factor", "1");
        keys.setProperty("transaction.state.log.min.isr", "1");
        keys.setProperty("transaction.state.log.num.partitions", "4");
        keys.setProperty("share.coordinator.state.topic.replication.factor", "1");
        keys.setProperty("share.coordinator.state.topic.min.isr", "1");
        keys.setProperty("share.coordinator.state.topic.num.partitions", "4");
    }

    private static void smallHeap(Properties keys) {
        keys.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        keys.setProperty("log.cleaner.threads", "1");
        keys.setProperty("num.network.threads", "2");
        keys.setProperty("num.io.threads", "4");
        keys.setProperty("background.threads", "2");
        // They open and close the logs. Closing one waits for the disk several times over, so many at once are hardly
        // slower.
        keys.setProperty("num.recovery.threads.per.data.dir", "8");
    }

    private static void quickGroups(Properties keys) {
        keys.setProperty("group.initial.rebalance.delay.ms", "0");
        keys.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        for (String protocol : new String[] {"consumer", "share", "streams"}) {
            keys.setProperty("group." + protocol + ".heartbeat.interval.ms", "500");
            keys.setProperty("group." + protocol + ".min.heartbeat.interval.ms", "200");
        }
        keys.setProperty("broker.session.timeout.ms", "3000");
        keys.setProperty("broker.heartbeat.interval.ms", "500");
    }

    private static void quickTransactions(Properties keys) {
        keys.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
        keys.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
