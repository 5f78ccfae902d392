package io.vestibule.appservice.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.appservice.push.CallResult.Answered;
import io.vestibule.appservice.push.CallResult.Unanswered;
import io.vestibule.appservice.push.PathMemory.Paths;
import io.vestibule.appservice.registration.Registration;
import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Calls to application services over HTTP. Blocks, each call for a bounded time. Thread-safe.
 *
 * <p>The token goes into the {@code Authorization} header; on legacy paths into the query too, where old services look for it.
 */
public final class AppserviceCalls implements AutoCloseable {

    private static final Set<Integer> MAYBE_UNKNOWN_PATH = Set.of(404, 405, 500, 501);
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int READ_AT_MOST = 8 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final AppserviceConfig.Calls limits;
    private final Duration legacyFor;
    private final InstantSource clock;
    private final Map<AppserviceId, PathMemory> memories = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();

    /**
     * @param config how long calls may take
     * @param clock tells when the present paths are tried again
     */
    public AppserviceCalls(AppserviceConfig config, InstantSource clock) {
        this.limits = config.calls();
        this.legacyFor = config.retries().legacyPaths();
        this.clock = clock;
    }

    /**
     * {@code PUT /_matrix/app/v1/transactions/{txnId}}.
     *
     * @param service has a URL
     * @throws InterruptedException if the caller is to stop
     */
    public CallResult send(Registration service, Transaction transaction) throws InterruptedException {
        return onKnownPaths(
                service,
                paths -> {
                    String path =
                            (paths == Paths.LEGACY ? "" : "/_matrix/app/v1") + "/transactions/" + transaction.id();
                    return call(
                            request(service, paths, path)
                                    .header("Content-Type", "application/json")
                                    .PUT(BodyPublishers.ofByteArray(transaction.body())),
                            limits.transaction());
                },
                result -> result instanceof Answered answered && MAYBE_UNKNOWN_PATH.contains(answered.status()),
                CallResult::taken);
    }

    /**
     * {@code GET /_matrix/app/v1/users/{userId}}: 200 for a user that exists, 404 for one that does not.
     *
     * @param service has a URL
     * @throws InterruptedException if the caller is to stop
     */
    public CallResult queryUser(Registration service, UserId user) throws InterruptedException {
        String encoded = URLEncoder.encode(user.value(), UTF_8).replace("+", "%20");
        return onKnownPaths(
                service,
                paths -> {
                    String path = (paths == Paths.LEGACY ? "" : "/_matrix/app/v1") + "/users/" + encoded;
                    return call(request(service, paths, path).GET(), limits.query());
                },
                AppserviceCalls::pathUnknown,
                result -> result.taken() || (isNotFound(result) && !pathUnknown(result)));
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** A call that may be interrupted. */
    private interface Call {
        CallResult on(Paths paths) throws InterruptedException;
    }

    private CallResult onKnownPaths(
            Registration service, Call call, Predicate<CallResult> unknown, Predicate<CallResult> settles)
            throws InterruptedException {
        PathMemory memory = memories.computeIfAbsent(service.id(), id -> new PathMemory(clock, legacyFor));
        CallResult result = memory.call(paths -> uninterrupted(call, paths), unknown, settles);
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while an application service was called");
        }
        return result;
    }

    private static CallResult uninterrupted(Call call, Paths paths) {
        if (Thread.currentThread().isInterrupted()) {
            return new Unanswered("stopped");
        }
        try {
            return call.on(paths);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Unanswered("stopped");
        }
    }

    private static boolean isNotFound(CallResult result) {
        return result instanceof Answered answered && answered.status() == NOT_FOUND;
    }

    /** 404 is an answer as well: only without an error code of its own does it speak of the path. */
    private static boolean pathUnknown(CallResult result) {
        return result instanceof Answered answered
                && (answered.status() == METHOD_NOT_ALLOWED
                        || (answered.status() == NOT_FOUND
                                && (answered.errcode().isEmpty()
                                        || answered.errcode().equals("M_UNRECOGNIZED"))));
    }

    private static HttpRequest.Builder request(Registration service, Paths paths, String path) {
        String token = service.hsToken().value();
        String query = paths == Paths.LEGACY ? "?access_token=" + URLEncoder.encode(token, UTF_8) : "";
        return HttpRequest.newBuilder(URI.create(service.url().orElseThrow() + path + query))
                .header("Authorization", "Bearer " + token);
    }

    private CallResult call(HttpRequest.Builder request, Duration limit) throws InterruptedException {
        Future<Answered> answer = threads.submit(() -> exchange(request.build()));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Unanswered("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return new Unanswered((cause == null ? failed : cause).getClass().getSimpleName());
        } finally {
            answer.cancel(true);
        }
    }

    private Answered exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return new Answered(response.statusCode(), errcode(body.readNBytes(READ_AT_MOST)));
        }
    }

    private static String errcode(byte[] body) {
        try {
            return JsonObject.parse(body, JsonRules.LENIENT).string("errcode").orElse("");
        } catch (InvalidJsonException noJson) {
            return "";
        }
    }
}
