package io.vestibule.matrix.federation.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 server over TLS on bare sockets, so that a test sees and says exactly what it wants. Answers each request of
 * a connection by its script, until that closes the connection.
 */
public final class RawServer implements AutoCloseable {

    /** A request as it came over the wire. */
    public record Seen(String head, String body, String sni, int connection) {

        public String requestLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        public String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }

    /** What the server does with a request; an exception closes the connection. */
    @FunctionalInterface
    public interface Script {
        void answer(Seen request, OutputStream out) throws IOException, InterruptedException;
    }

    private final SSLServerSocket listener;
    private final Script script;
    private final List<Seen> requests = new CopyOnWriteArrayList<>();
    private final List<SSLSocket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closedByPeer = new AtomicInteger();

    private RawServer(SSLServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    public static RawServer start(TestAuthority authority, KeyStore keys, String address, int port, Script script) {
        try {
            SSLServerSocket listener = (SSLServerSocket)
                    authority.contextFor(keys).getServerSocketFactory().createServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return new RawServer(listener, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawServer start(TestAuthority authority, KeyStore keys, Script script) {
        return start(authority, keys, "127.0.0.1", 0, script);
    }

    /** A script that answers 200 with this body. */
    public static Script ok(String body) {
        return (request, out) -> write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Seen> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    /** How many connections ended because the other side closed them. */
    public int closedByPeer() {
        return closedByPeer.get();
    }

    /** Breaks every open connection. */
    public void breakConnections() throws IOException {
        for (SSLSocket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket, int number) {
        try (socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String sni = ((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames().stream()
                            .map(name -> ((SNIHostName) name).getAsciiName())
                            .findFirst()
                            .orElse("-");
            InputStream in = socket.getInputStream();
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    closedByPeer.incrementAndGet();
                    return;
                }
                Seen plain = new Seen(head, "", sni, number);
                String length = plain.header("content-length");
                byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
                Seen request = new Seen(head, new String(body, StandardCharsets.UTF_8), sni, number);
                requests.add(request);
                script.answer(request, socket.getOutputStream());
            }
        } catch (IOException broken) {
            closedByPeer.incrementAndGet();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int c = in.read();
        while (c >= 0) {
            head.append((char) c);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
            c = in.read();
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        breakConnections();
    }
}
