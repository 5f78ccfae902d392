package io.vestibule.topology.service.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.TopologyConfig;
import io.vestibule.kit.http.BearerToken;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpListener;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.http.ListenOptions;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Rules;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /v1/invites/ROOM/USER} and {@code GET /v1/work?limit=N} about what the topology knows, whichever instance
 * is asked. It listens before the streams exist, because they tell the other instances where; until {@link #answerFrom} it
 * answers 503. Thread-safe.
 */
public final class QueryServer implements AutoCloseable {

    private static final int MAX_REQUEST_SIZE = 1024;
    private static final int MAX_IN_FLIGHT = 64;
    private static final Duration DRAIN = Duration.ofMillis(500);
    private static final int USUAL_ITEMS = 100;
    private static final int MOST_ITEMS = 1_000;
    private static final Pattern INVITE = Pattern.compile("/v1/invites/([^/]+)/([^/]+)");
    private static final Pattern WORK = Pattern.compile("/v1/work(?:\\?limit=(\\d{1,4}))?");

    private final TopologyConfig.Queries config;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpListener listener;
    private final Instances instances;
    private volatile @Nullable StateQueries queries;

    private QueryServer(Vertx vertx, TopologyConfig.Queries config) {
        this.config = config;
        ListenOptions options = new ListenOptions(
                config.listen(),
                Optional.empty(),
                ListenOptions.Bounds.of(MAX_REQUEST_SIZE, MAX_IN_FLIGHT),
                ListenOptions.Timeouts.DEFAULT.drainingFor(DRAIN));
        this.listener = HttpListener.start(vertx, options, this::handle);
        this.instances = new Instances(advertised(), config.token());
    }

    /**
     * Starts to listen.
     *
     * @param vertx whose event loops serve it; stays the caller's to close
     * @throws IllegalStateException if the address cannot be taken
     */
    public static QueryServer start(Vertx vertx, TopologyConfig.Queries config) {
        return new QueryServer(vertx, config);
    }

    /** @return where it listens, with the port that was really taken */
    public HostPort address() {
        return listener.address();
    }

    /** @return where other instances reach it */
    public HostPort advertised() {
        HostPort taken = listener.address();
        return config.advertised()
                .map(told -> told.port() == 0 ? told.withPort(taken.port()) : told)
                .orElse(taken);
    }

    /**
     * From here on it answers.
     *
     * @param traced whether spans are drawn, so that it is worth telling which trace is an invite's
     */
    public void answerFrom(KafkaStreams streams, Rules rules, boolean traced) {
        queries = new StateQueries(streams, rules, instances, InstantSource.system(), traced);
    }

    @Override
    public void close() {
        listener.close();
        instances.close();
        threads.shutdownNow();
    }

    private CompletionStage<HttpAnswer> handle(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return done(HttpAnswer.error(405, "M_UNRECOGNIZED", "Only GET is answered here"));
        }
        if (config.token().isPresent()
                && BearerToken.of(request)
                        .filter(sent -> sent.is(config.token().get()))
                        .isEmpty()) {
            return done(HttpAnswer.error(401, "M_UNKNOWN_TOKEN", "The token is missing or wrong"));
        }
        StateQueries ready = queries;
        if (ready == null) {
            return done(HttpAnswer.unavailable("The topology is starting", Duration.ofSeconds(1)));
        }
        return CompletableFuture.supplyAsync(() -> answer(ready, request), threads);
    }

    private static HttpAnswer answer(StateQueries queries, HttpRequest request) {
        boolean forwarded = request.header(Instances.FORWARDED).isPresent();
        Matcher work = WORK.matcher(request.target());
        if (work.matches()) {
            int limit = work.group(1) == null ? USUAL_ITEMS : Integer.parseInt(work.group(1));
            return queries.work(Math.clamp(limit, 1, MOST_ITEMS), request.target(), forwarded)
                    .http();
        }
        Matcher invite = INVITE.matcher(request.path());
        if (!invite.matches()) {
            return HttpAnswer.error(404, "M_UNRECOGNIZED", "Unknown path");
        }
        Optional<RoomId> room = RoomId.parse(decoded(invite.group(1)));
        Optional<UserId> user = UserId.parse(decoded(invite.group(2)));
        if (room.isEmpty() || user.isEmpty()) {
            return HttpAnswer.error(400, "M_INVALID_PARAM", "Expected /v1/invites/ROOM/USER with their full IDs");
        }
        return queries.invite(room.get(), user.get(), request.target(), forwarded)
                .http();
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static CompletionStage<HttpAnswer> done(HttpAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
