package io.vestibule.appservice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.vestibule.appservice.push.AppserviceCalls;
import io.vestibule.appservice.push.CallResult;
import io.vestibule.appservice.registration.Registration;
import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpHandler;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.UserId;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /_vestibule/appservice/v1/users/{userId}}: 200 if a service says that its user exists, 404 if none does,
 * 503 if that cannot be said now. Thread-safe.
 */
public final class UserQueries implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(UserQueries.class);
    private static final String PATH = "/_vestibule/appservice/v1/users/";
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final Supplier<Registrations> registrations;
    private final AppserviceCalls calls;
    private final Metrics metrics;
    private final Executor threads;

    /** What is known of a user. */
    private enum Finding {
        EXISTS,
        UNKNOWN,
        NOT_NOW
    }

    /**
     * @param registrations the services as they are registered now
     * @param calls asks them
     * @param metrics counts
     * @param threads may block
     */
    public UserQueries(
            Supplier<Registrations> registrations, AppserviceCalls calls, Metrics metrics, Executor threads) {
        this.registrations = registrations;
        this.calls = calls;
        this.metrics = metrics;
        this.threads = threads;
        for (Finding finding : Finding.values()) {
            count(finding); // from zero, so that the first one is seen
        }
    }

    @Override
    public CompletionStage<HttpAnswer> handle(HttpRequest request) {
        if (!request.path().startsWith(PATH)) {
            return done(HttpAnswer.error(404, "M_UNRECOGNIZED", "Unrecognized request"));
        }
        if (!request.method().equals("GET")) {
            return done(HttpAnswer.error(405, "M_UNRECOGNIZED", "Unrecognized method"));
        }
        Optional<UserId> user = user(request.path().substring(PATH.length()));
        if (user.isEmpty()) {
            return done(HttpAnswer.error(400, "M_INVALID_PARAM", "The path names no user ID"));
        }
        return CompletableFuture.supplyAsync(() -> answer(user.get()), threads);
    }

    private HttpAnswer answer(UserId user) {
        Finding finding = find(user);
        count(finding).increment();
        return switch (finding) {
            case EXISTS -> HttpAnswer.json(200, "{}".getBytes(UTF_8));
            case UNKNOWN -> HttpAnswer.error(404, "M_NOT_FOUND", "No application service has this user");
            case NOT_NOW -> HttpAnswer.unavailable("The application service cannot be asked now", COME_BACK);
        };
    }

    private Counter count(Finding finding) {
        return metrics.counter(Metric.APPSERVICE_QUERIES, finding.name().toLowerCase(Locale.ROOT));
    }

    private Finding find(UserId user) {
        Finding found = Finding.UNKNOWN;
        List<Registration> owners = registrations.get().ownersOf(user);
        for (Registration owner : owners) {
            Finding said = owner.url().isEmpty() ? Finding.UNKNOWN : ask(owner, user);
            if (said == Finding.EXISTS) {
                return said;
            }
            found = said == Finding.NOT_NOW ? said : found;
        }
        return found;
    }

    private Finding ask(Registration owner, UserId user) {
        try {
            CallResult result = calls.queryUser(owner, user);
            if (result.taken()) {
                return Finding.EXISTS;
            }
            if (result instanceof CallResult.Answered answered && answered.status() == 404) {
                return Finding.UNKNOWN;
            }
            log.atWarn()
                    .addKeyValue(LogKeys.APPSERVICE, owner.id())
                    .addKeyValue(LogKeys.REASON, result.detail())
                    .log("an application service could not say whether a user exists");
            return Finding.NOT_NOW;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Finding.NOT_NOW;
        }
    }

    private static Optional<UserId> user(String segment) {
        try {
            return UserId.parse(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static CompletionStage<HttpAnswer> done(HttpAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
