package io.vestibule.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an embedded broker runs. Immutable.
 *
 * @param dataDirectory holds the log and the cluster's identity; made when it does not exist
 * @param host the address to listen on and to advertise
 * @param port the port to listen on, 0 for any free one (another after each start)
 * @param overrides further broker keys, stronger than Vestibule's own
 * @param seat its place in a cluster of several; empty for a cluster of one
 */
public record BrokerConfig(
        Path dataDirectory, String host, int port, Map<String, String> overrides, Optional<QuorumSeat> seat) {

    /** Where brokers listen unless told otherwise: nobody but this machine reaches it. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The name of the listener for clients and other brokers. */
    public static final String CLIENT_LISTENER = "CLIENTS";

    /** The name of the controller's listener. */
    public static final String CONTROLLER_LISTENER = "CONTROLLER";

    public BrokerConfig {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
        if (dataDirectory.toString().indexOf(',') >= 0) {
            throw new IllegalArgumentException(dataDirectory
                    + ": the folder of an embedded broker cannot have a comma in its name, where Kafka would"
                    + " begin another folder");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** @return a broker on loopback with any free port */
    public static BrokerConfig ephemeral(Path dataDirectory) {
        return new BrokerConfig(dataDirectory, LOOPBACK, 0, Map.of(), Optional.empty());
    }

    /** @return a broker on a fixed address */
    public static BrokerConfig listening(Path dataDirectory, String host, int port) {
        return new BrokerConfig(dataDirectory, host, port, Map.of(), Optional.empty());
    }

    /** @return the same on another port */
    BrokerConfig onPort(int fixed) {
        return new BrokerConfig(dataDirectory, host, fixed, overrides, seat);
    }

    /** @return the same with further broker keys */
    public BrokerConfig with(Map<String, String> moreOverrides) {
        Map<String, String> all = new HashMap<>(overrides);
        all.putAll(moreOverrides);
        return new BrokerConfig(dataDirectory, host, port, all, seat);
    }

    /**
     * @return the same with every record on the disk before it is acknowledged: of a log that was cut off by a power cut, only
     *     what nobody was told of is missing
     */
    public BrokerConfig outlivingPowerCuts() {
        return with(Map.of("log.flush.interval.messages", "1"));
    }

    /** @return the same as a node of a cluster of several */
    public BrokerConfig in(QuorumSeat place) {
        return new BrokerConfig(dataDirectory, host, port, overrides, Optional.of(place));
    }
}
