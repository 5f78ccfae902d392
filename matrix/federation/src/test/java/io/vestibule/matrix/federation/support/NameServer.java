package io.vestibule.matrix.federation.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on loopback, written by hand so that it shares no code with what it tests. Names that are not written down
 * do not exist.
 */
public final class NameServer implements AutoCloseable {

    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int NO_ERROR = 0;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int TRUNCATED = 0x0200;

    private record Entry(String owner, int type, byte[] data) {}

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<Entry>> zone = new ConcurrentHashMap<>();
    private final Map<String, Deque<String>> rebound = new ConcurrentHashMap<>();
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final Map<String, Integer> silences = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean truncating;

    private NameServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        Thread.ofPlatform().daemon().name("name-server-udp").start(this::serveUdp);
        Thread.ofPlatform().daemon().name("name-server-tcp").start(this::serveTcp);
    }

    public static NameServer start() {
        try {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            ServerSocket tcp = new ServerSocket(0, 10, loopback);
            return new NameServer(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), udp.getLocalPort());
    }

    public List<String> asked() {
        return asked;
    }

    public NameServer host(String name, String... addresses) {
        for (String address : addresses) {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            add(name, new Entry(name, bytes.length == 4 ? A : AAAA, bytes));
        }
        return this;
    }

    /** A name that resolves to another address each time: DNS rebinding. */
    public NameServer rebinding(String name, String... addresses) {
        rebound.put(name, new ArrayDeque<>(List.of(addresses)));
        zone.put(name, List.of());
        return this;
    }

    public NameServer alias(String name, String target) {
        add(name, new Entry(name, CNAME, encoded(target)));
        return this;
    }

    public NameServer service(String name, int priority, int weight, int port, String target) {
        byte[] host = encoded(target);
        byte[] data = ByteBuffer.allocate(6 + host.length)
                .putShort((short) priority)
                .putShort((short) weight)
                .putShort((short) port)
                .put(host)
                .array();
        add(name, new Entry(name, SRV, data));
        return this;
    }

    public NameServer failing(String name) {
        codes.put(name, SERVFAIL);
        return this;
    }

    /** Leaves the next questions about a name without an answer. */
    public NameServer silentFor(String name, int questions) {
        silences.put(name, questions);
        return this;
    }

    /** Answers over UDP only that the answer is too long for it. */
    public void truncate() {
        truncating = true;
    }

    private void add(String name, Entry entry) {
        zone.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(entry);
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()), truncating);
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] question = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(question, false);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private synchronized byte[] answer(byte[] query, boolean truncate) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(query);
        in.position(12);
        String name = decoded(in);
        int type = in.getShort();
        int end = in.position() + 2;
        asked.add(type + " " + name);
        if (silences.merge(name, -1, Integer::sum) >= 0) {
            return new byte[0];
        }
        List<Entry> entries = truncate ? List.of() : entries(name, type);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        int code = codes.getOrDefault(name, zone.containsKey(name) ? NO_ERROR : NXDOMAIN);
        out.writeShort(0x8580 | (truncate ? TRUNCATED : 0) | code);
        out.writeShort(1);
        out.writeShort(entries.size());
        out.writeInt(0);
        out.write(query, 12, end - 12);
        for (Entry entry : entries) {
            out.write(encoded(entry.owner()));
            out.writeShort(entry.type());
            out.writeShort(1);
            out.writeInt(0);
            out.writeShort(entry.data().length);
            out.write(entry.data());
        }
        return bytes.toByteArray();
    }

    private List<Entry> entries(String name, int type) {
        List<Entry> entries = new ArrayList<>();
        Deque<String> turns = rebound.getOrDefault(name, new ArrayDeque<>());
        if (type == A && !turns.isEmpty()) {
            String address = turns.size() > 1 ? turns.removeFirst() : turns.getFirst();
            entries.add(new Entry(name, A, InetAddress.ofLiteral(address).getAddress()));
        }
        for (Entry entry : zone.getOrDefault(name, List.of())) {
            if (entry.type() == CNAME) {
                entries.add(entry);
                entries.addAll(entries(decoded(ByteBuffer.wrap(entry.data())), type));
            } else if (entry.type() == type) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static String decoded(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        int length = in.get();
        while (length > 0) {
            byte[] label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
            length = in.get();
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static byte[] encoded(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!name.isEmpty()) {
            for (String label : name.split("\\.")) {
                out.write(label.length());
                out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
