package io.vestibule.standalone;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.kit.config.ConfigException;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;

/** Which brokers: those of a cluster, or the one inside this process. */
final class Clusters {

    private Clusters() {}

    /** A service alone needs a cluster: an embedded broker of its own would be nobody else's. */
    static VestibuleConfig required(VestibuleConfig config) {
        if (config.kafka().isEmbedded()) {
            throw new ConfigException("kafka.bootstrap-servers is 'embedded': a service alone needs a cluster; "
                    + "name its brokers, or run 'standalone'");
        }
        return config;
    }

    /** The embedded broker of a deployment, which is the same for everybody who starts it. */
    static BrokerConfig embedded(VestibuleConfig config) {
        HostPort listen = config.kafka().embeddedListen();
        BrokerConfig broker = BrokerConfig.listening(config.dataDir().resolve("broker"), listen.host(), listen.port());
        return config.kafka().embeddedFlush() ? broker.outlivingPowerCuts() : broker;
    }
}
