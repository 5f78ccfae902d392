package io.vestibule.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds free ports, and says who wants a taken one before Kafka ends the process over it. */
final class Ports {

    private Ports() {}

    /** @return a port that was free just now on loopback */
    static int free(String host) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(resolve(host), 0));
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws BrokerStartException if the address cannot be listened on now */
    static void requireFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(resolve(host), port));
        } catch (IOException taken) {
            throw new BrokerStartException("the broker cannot listen on " + host + ":" + port, taken);
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
