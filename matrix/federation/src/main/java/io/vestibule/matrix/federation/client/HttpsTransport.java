package io.vestibule.matrix.federation.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.discovery.Target;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to targets and keeps their connections for further requests.
 *
 * <p>Every connection goes to the IP address of its target, so nothing is resolved here. There are two HTTP clients: one
 * always asks for the certificate by name, even for names without a dot, the other never does, because SNI knows no
 * addresses. Both check the certificate.
 *
 * <p>The bounds for HTTP/1.1 and HTTP/2 connections are the same on purpose. The pool takes a new connection for HTTP/2
 * until it knows better, and weighs it by its bound; with a smaller bound for HTTP/2, callers that wait while the server
 * turns out to speak HTTP/1.1 get no connection of their own until another call ends. Thread-safe.
 */
final class HttpsTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpsTransport.class);

    private static final int STREAM_WINDOW = 256 * 1024;

    /** So large that a few bodies which nobody reads at the moment do not hold up the other streams of a connection. */
    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private static final long SHUTDOWN_SECONDS = 5;

    private final Vertx vertx;
    private final ConnectionLimits limits;
    private final HttpClientAgent byName;
    private final HttpClientAgent byAddress;
    private final Map<HttpConnection, Boolean> usedConnections = Collections.synchronizedMap(new WeakHashMap<>());

    HttpsTransport(ConnectionLimits limits, TrustManagerFactory trust) {
        this.limits = limits;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(limits.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        this.byName = client(trust, true);
        this.byAddress = client(trust, false);
    }

    private HttpClientAgent client(TrustManagerFactory trust, boolean sni) {
        int connectMillis = Math.toIntExact(limits.connectTime().toMillis());
        int idleSeconds = Math.toIntExact(limits.idleTime().toSeconds());
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setForceSni(sni)
                .setTrustOptions(TrustOptions.wrap(trust))
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setDecompressionSupported(false)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(idleSeconds)
                .setHttp2KeepAliveTimeout(idleSeconds)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings().setPushEnabled(false).setInitialWindowSize(STREAM_WINDOW));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(limits.perTarget()).setHttp2MaxSize(limits.perTarget());
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(HttpsTransport::quieten)
                .build();
    }

    /** What a stranger's server does wrong is the call's failure; Vert.x would log it as an error of ours as well. */
    private static void quieten(HttpConnection connection) {
        connection.exceptionHandler(
                fault -> LOG.atDebug().addKeyValue("reason", fault.getMessage()).log("connection failed"));
    }

    /** Waits for a connection to the target; one that comes too late goes back to where it came from. */
    Connection connect(Target target, Deadline deadline) throws InterruptedException {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(target.port(), host(target.address())))
                .setHost(target.certificateName())
                .setPort(target.port())
                .setSsl(true)
                .setConnectTimeout(Math.max(1, deadline.remaining().toMillis()));
        Future<HttpClientRequest> connecting = (target.tlsName() == null ? byAddress : byName).request(options);
        try {
            HttpClientRequest request = Waiting.on(connecting, deadline);
            boolean used = usedConnections.put(request.connection(), true) != null;
            return new Connection.Ready(request, used);
        } catch (TimeoutException late) {
            giveBack(connecting);
            return new Connection.None(Faults.connecting(target, late));
        } catch (InterruptedException interrupted) {
            giveBack(connecting);
            throw interrupted;
        } catch (ExecutionException failed) {
            return new Connection.None(Faults.connecting(target, failed));
        }
    }

    /** Vert.x takes the place to connect to for the host of a URI, where IPv6 stands in brackets. */
    private static String host(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    private static void giveBack(Future<HttpClientRequest> connecting) {
        connecting.onSuccess(HttpClientRequest::cancel);
    }

    @Override
    public void close() {
        try {
            vertx.close().await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            LOG.atWarn().log("connections to other servers were not closed in time");
        }
    }
}
