package io.vestibule.bench.ingress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.bench.WrongResultException;
import io.vestibule.kit.config.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One HTTP/1.1 connection that stays open, for answers of at most {@value #BUFFER} bytes, whole or in chunks. Blocks; not thread-safe. */
final class KeepAliveConnection implements AutoCloseable {

    private static final int BUFFER = 16_384;
    private static final int TIMEOUT_MS = 30_000;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final int END_OF_LINE = 2;
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";
    private static final String LENGTH = "\r\ncontent-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;

    KeepAliveConnection(HostPort address) throws IOException {
        socket = new Socket(address.host(), address.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** An answer. */
    record Reply(int status, byte[] body) {}

    Reply exchange(byte[] request) throws IOException {
        out.write(request);
        filled = 0;
        int headEnd = readHead();
        String head = new String(buffer, 0, headEnd, ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        int status = Integer.parseInt(head.substring(9, 12));
        if (head.contains(CHUNKED)) {
            return new Reply(status, chunks(headEnd));
        }
        int length = lengthIn(head);
        readUpTo(headEnd + length);
        return new Reply(status, Arrays.copyOfRange(buffer, headEnd, headEnd + length));
    }

    private byte[] chunks(int from) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = from;
        while (true) {
            int lineEnd = lineEnd(at);
            int length = Integer.parseInt(new String(buffer, at, lineEnd - at, ISO_8859_1).strip(), 16);
            int chunk = lineEnd + END_OF_LINE;
            readUpTo(chunk + length + END_OF_LINE);
            if (length == 0) {
                return body.toByteArray();
            }
            body.write(buffer, chunk, length);
            at = chunk + length + END_OF_LINE;
        }
    }

    private int lineEnd(int from) throws IOException {
        int at = from;
        while (true) {
            for (; at + 1 < filled; at++) {
                if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                    return at;
                }
            }
            readMore();
        }
    }

    private int readHead() throws IOException {
        int seen = 0;
        while (true) {
            for (int at = Math.max(0, seen - 3); at + 4 <= filled; at++) {
                if (Arrays.equals(buffer, at, at + 4, END_OF_HEAD, 0, 4)) {
                    return at + 4;
                }
            }
            seen = filled;
            readMore();
        }
    }

    private void readUpTo(int end) throws IOException {
        WrongResultException.unless(end <= BUFFER, "an answer is longer than " + BUFFER + " bytes");
        while (filled < end) {
            readMore();
        }
    }

    private void readMore() throws IOException {
        int read = in.read(buffer, filled, BUFFER - filled);
        WrongResultException.unless(read > 0, "the server closed a connection within an answer");
        filled += read;
    }

    private static int lengthIn(String head) {
        int at = head.indexOf(LENGTH);
        WrongResultException.unless(at >= 0, "an answer without Content-Length: " + head);
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
