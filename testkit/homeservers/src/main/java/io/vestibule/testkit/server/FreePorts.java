package io.vestibule.testkit.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to be named before they are taken. They lie below the range that systems hand out by themselves, so that no passing
 * connection takes one in between. Thread-safe.
 */
public final class FreePorts {

    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;

    private FreePorts() {}

    /** @return a port of the loopback address that nobody listens on now */
    public static int next() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
