package io.vestibule.broker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A broker's place in a cluster of several, each of which is a controller too. Immutable.
 *
 * @param node from 1 to the number of nodes
 * @param clusterId the same for all of them
 * @param controllerPorts where each node's controller listens on loopback, in the order of the nodes
 */
public record QuorumSeat(int node, String clusterId, List<Integer> controllerPorts) {

    private static final String FIELDS = "/";
    private static final String PORTS = ",";

    public QuorumSeat {
        controllerPorts = List.copyOf(controllerPorts);
        if (node < 1 || node > controllerPorts.size()) {
            throw new IllegalArgumentException("node " + node + " of " + controllerPorts.size());
        }
    }

    /** The cluster of one. */
    static QuorumSeat alone(String clusterId, int controllerPort) {
        return new QuorumSeat(1, clusterId, List.of(controllerPort));
    }

    int nodes() {
        return controllerPorts.size();
    }

    int controllerPort() {
        return controllerPorts.get(node - 1);
    }

    /** As Kafka's {@code controller.quorum.voters} wants it. */
    String voters() {
        return IntStream.rangeClosed(1, nodes())
                .mapToObj(each -> each + "@" + BrokerConfig.LOOPBACK + ":" + controllerPorts.get(each - 1))
                .collect(Collectors.joining(","));
    }

    /** What {@link #parse} reads. */
    String text() {
        return node
                + FIELDS
                + clusterId
                + FIELDS
                + controllerPorts.stream().map(String::valueOf).collect(Collectors.joining(PORTS));
    }

    static QuorumSeat parse(String text) {
        String[] fields = text.split(FIELDS);
        List<Integer> ports =
                Arrays.stream(fields[2].split(PORTS)).map(Integer::valueOf).toList();
        return new QuorumSeat(Integer.parseInt(fields[0]), fields[1], ports);
    }
}
