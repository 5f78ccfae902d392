package io.vestibule.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.random.RandomGenerator;

/** Finds ports that stay free over a restart, and says who wants a taken one before Kafka ends the process over it. */
public final class Ports {

    // Below the range that systems hand out by themselves, so that no passing connection takes a port between the look
    // and
    // the start, or between a kill and the restart.
    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /** @return a port that can be listened on now, other than {@code taken} */
    public static int free(String host, int taken) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int tries = 0; tries < TRIES; tries++) {
            int port = random.nextInt(FIRST, BEHIND_LAST);
            if (port != taken && isFree(host, port)) {
                return port;
            }
        }
        throw new BrokerStartException(
                "the broker found no free port on " + host + " from " + FIRST + " to " + BEHIND_LAST);
    }

    /** @throws BrokerStartException if the address cannot be listened on now */
    static void requireFree(String host, int port) {
        try {
            probe(host, port);
        } catch (IOException taken) {
            throw new BrokerStartException("the broker cannot listen on " + host + ":" + port, taken);
        }
    }

    private static boolean isFree(String host, int port) {
        try {
            probe(host, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void probe(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(resolve(host), port));
        }
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new BrokerStartException("the broker cannot listen on " + host + ": no such address", unknown);
        }
    }
}
