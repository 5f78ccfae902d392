package io.vestibule.standalone;

import io.vestibule.kit.config.ConfigException;
import io.vestibule.kit.config.VestibuleConfig;

/** A service alone needs a cluster: an embedded broker of its own would be nobody else's. */
final class Clusters {

    private Clusters() {}

    static VestibuleConfig required(VestibuleConfig config) {
        if (config.kafka().isEmbedded()) {
            throw new ConfigException("kafka.bootstrap-servers is 'embedded': a service alone needs a cluster; "
                    + "name its brokers, or run 'standalone'");
        }
        return config;
    }
}
