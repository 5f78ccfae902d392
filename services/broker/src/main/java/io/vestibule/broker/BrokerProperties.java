package io.vestibule.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The broker keys of a KRaft node: small heap, quick groups, quick transactions, a copy of everything on each node. */
final class BrokerProperties {

    private static final int MOST_REPLICAS = 3;

    private BrokerProperties() {}

    /** @return all keys, the caller's overrides last */
    static Properties of(BrokerConfig config, int port, QuorumSeat seat, Path logDirectory) {
        Properties keys = new Properties();
        identity(keys, config, port, seat);
        keys.setProperty("log.dirs", logDirectory.toString());
        replicas(keys, Math.min(seat.nodes(), MOST_REPLICAS));
        smallHeap(keys);
        quickGroups(keys);
        sessions(keys, seat.nodes() == 1);
        quickTransactions(keys);
        config.overrides().forEach(keys::setProperty);
        return keys;
    }

    private static void identity(Properties keys, BrokerConfig config, int port, QuorumSeat seat) {
        keys.setProperty("process.roles", "broker,controller");
        keys.setProperty("node.id", Integer.toString(seat.node()));
        keys.setProperty("controller.quorum.voters", seat.voters());
        keys.setProperty("controller.listener.names", BrokerConfig.CONTROLLER_LISTENER);
        keys.setProperty("inter.broker.listener.name", BrokerConfig.CLIENT_LISTENER);
        keys.setProperty(
                "listener.security.protocol.map",
                BrokerConfig.CLIENT_LISTENER + ":PLAINTEXT," + BrokerConfig.CONTROLLER_LISTENER + ":PLAINTEXT");
        keys.setProperty(
                "listeners",
                BrokerConfig.CLIENT_LISTENER + "://" + bracketed(config.host()) + ":" + port + ","
                        + BrokerConfig.CONTROLLER_LISTENER + "://" + BrokerConfig.LOOPBACK + ":"
                        + seat.controllerPort());
        keys.setProperty("auto.create.topics.enable", "false");
    }

    private static void replicas(Properties keys, int count) {
        String copies = Integer.toString(count);
        String least = Integer.toString(count / 2 + 1);
        keys.setProperty("default.replication.factor", copies);
        keys.setProperty("min.insync.replicas", least);
        keys.setProperty("offsets.topic.replication.factor", copies);
        keys.setProperty("offsets.topic.num.partitions", "4");
        for (String log : new String[] {"transaction.state.log", "share.coordinator.state.topic"}) {
            keys.setProperty(log + ".replication.factor", copies);
            keys.setProperty(log + ".min.isr", least);
            keys.setProperty(log + ".num.partitions", "4");
        }
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
    }

    // Nobody takes over from a broker that is alone. To give it up because it was silent (its process was stopped, its
    // machine too busy) only takes the leaders away, and a transaction that ends just then stays open for ever: see
    // Aftermath, which gives up a broker that is gone.
    private static void sessions(Properties keys, boolean alone) {
        keys.setProperty("broker.session.timeout.ms", alone ? "600000" : "3000");
        keys.setProperty("initial.broker.registration.timeout.ms", alone ? "900000" : "60000");
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
