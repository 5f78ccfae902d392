package io.vestibule.testkit.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP on loopback, {@code POST /v1/traces}. Thread-safe. */
public final class SpanReceiver implements AutoCloseable {

    private static final int OK = 200;

    private final HttpServer server;
    private final List<SeenSpan> spans = new CopyOnWriteArrayList<>();

    private SpanReceiver() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** @throws IOException if no port can be taken */
    public static SpanReceiver open() throws IOException {
        return new SpanReceiver();
    }

    /** @return what senders are told, without a path */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @return every span so far, in the order in which they came */
    public List<SeenSpan> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream body =
                    packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                read(new ProtoFields(body.readAllBytes()));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    /** A message {@code ExportTraceServiceRequest}. */
    private void read(ProtoFields request) {
        for (ProtoFields resource : request.messages(1)) {
            for (ProtoFields scope : resource.messages(2)) {
                String name = scope.messages(1).stream()
                        .map(told -> told.text(1))
                        .findFirst()
                        .orElse("");
                scope.messages(2).forEach(span -> spans.add(SeenSpan.read(name, span)));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
