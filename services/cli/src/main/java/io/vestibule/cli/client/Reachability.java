package io.vestibule.cli.client;

import io.vestibule.kit.config.VestibuleConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** A quick look whether any broker listens: a clear word within seconds, where a Kafka client would try for a minute. */
final class Reachability {

    private static final int CONNECT_MS = 2_000;

    private Reachability() {}

    /** @throws NotConnectedException if nothing listens at any of the configured addresses */
    static void check(VestibuleConfig config) {
        String[] brokers = config.kafka().bootstrap().split(",");
        if (Arrays.stream(brokers).noneMatch(Reachability::listens)) {
            throw new NotConnectedException(config, "nothing listens there; is Vestibule running?");
        }
    }

    private static boolean listens(String broker) {
        int colon = broker.lastIndexOf(':');
        String host = broker.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(broker.substring(colon + 1))), CONNECT_MS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
