package io.vestibule.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A quick look whether any broker listens: a clear word within seconds, where a Kafka client would try for a minute. */
final class Reachability {

    private static final int CONNECT_MS = 2_000;
    private static final Pattern ADDRESS = Pattern.compile("(?:\\w+://)?\\[?([^\\[\\]]+)]?:(\\d{1,5})");

    private Reachability() {}

    /** @throws NotConnectedException if nothing listens at any of the configured addresses */
    static void check(ClientSettings settings) {
        String[] brokers = settings.bootstrapServers().split(",");
        if (Arrays.stream(brokers).noneMatch(Reachability::listens)) {
            throw new NotConnectedException(settings, "nothing listens there; is Vestibule running?");
        }
    }

    private static boolean listens(String broker) {
        Matcher address = ADDRESS.matcher(broker.trim());
        if (!address.matches()) {
            // Kafka's client has the better words for an address that is none.
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)) & 0xffff), CONNECT_MS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
