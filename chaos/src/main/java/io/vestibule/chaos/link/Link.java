package io.vestibule.chaos.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way for TCP connections that can be cut, made mute or slow. From {@link #open} to {@link #close}. Thread-safe. */
public final class Link implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 256;

    private enum State {
        WHOLE,
        MUTE,
        CUT,
        CLOSED
    }

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.WHOLE;
    private Duration delay = Duration.ZERO;

    private Link(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /**
     * Opens a way on loopback.
     *
     * @param entrance the port that it takes connections on, 0 for any
     * @param target the port that they lead to; it may begin to listen later
     */
    public static Link open(int entrance, int target) {
        try {
            ServerSocket listening = new ServerSocket(entrance, BACKLOG, InetAddress.getLoopbackAddress());
            Link link = new Link(listening, target);
            Thread.ofVirtual().name("link to " + target).start(link::take);
            return link;
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on " + entrance, taken);
        }
    }

    /** @return the port that it takes connections on */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Everything passes again, at once. */
    public void mend() {
        change(State.WHOLE, Duration.ZERO);
    }

    /** Ends every connection, and each new one as soon as it is there. */
    public void cut() {
        change(State.CUT, Duration.ZERO);
        endAll();
    }

    /** Holds everything back, in both directions, without ending anything. */
    public void mute() {
        change(State.MUTE, Duration.ZERO);
    }

    /** Everything passes, each piece so much later. */
    public void slow(Duration by) {
        change(State.WHOLE, by);
    }

    @Override
    public void close() {
        change(State.CLOSED, Duration.ZERO);
        closeQuietly(entrance);
        endAll();
    }

    private synchronized void change(State to, Duration newDelay) {
        if (state != State.CLOSED) {
            state = to;
            delay = newDelay;
            notifyAll();
        }
    }

    private synchronized boolean isPassable() {
        return state == State.WHOLE || state == State.MUTE;
    }

    /** Waits until a piece may pass. */
    private void pass() throws IOException, InterruptedException {
        Duration late;
        synchronized (this) {
            while (state == State.MUTE) {
                wait();
            }
            if (!isPassable()) {
                throw new IOException("cut");
            }
            late = delay;
        }
        if (late.isPositive()) {
            Thread.sleep(late);
        }
    }

    private void take() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Thread.startVirtualThread(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        sockets.add(near);
        Socket far = new Socket();
        try {
            if (!isPassable()) {
                throw new IOException("cut");
            }
            far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Socket there = far;
            Thread back = Thread.startVirtualThread(() -> pump(there, near));
            pump(near, there);
            back.join();
        } catch (IOException refused) {
            end(near, far);
        } catch (InterruptedException stopped) {
            end(near, far);
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                pass();
                out.write(piece, 0, read);
            }
            end(from, to);
        } catch (IOException ended) {
            end(from, to);
        } catch (InterruptedException stopped) {
            end(from, to);
            Thread.currentThread().interrupt();
        }
    }

    private void endAll() {
        sockets.forEach(this::end);
    }

    private void end(Socket... ended) {
        for (Socket socket : ended) {
            sockets.remove(socket);
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyBroken) {
            // Nothing can pass it any more, which is all that was wanted.
        }
    }
}
