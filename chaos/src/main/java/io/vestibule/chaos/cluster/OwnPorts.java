package io.vestibule.chaos.cluster;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.Ports;
import java.util.HashSet;
import java.util.Set;

/** Ports on loopback, none of which is given away twice, though nobody may listen on it yet. Thread-safe. */
final class OwnPorts {

    private static final Set<Integer> GIVEN = new HashSet<>();

    private OwnPorts() {}

    static synchronized int next() {
        int port;
        do {
            port = Ports.free(BrokerConfig.LOOPBACK, 0);
        } while (!GIVEN.add(port));
        return port;
    }
}
