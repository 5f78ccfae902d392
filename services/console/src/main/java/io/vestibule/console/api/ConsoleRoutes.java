package io.vestibule.console.api;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.vestibule.client.NotConnectedException;
import io.vestibule.console.command.BadRequest;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpHandler;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, lets in who may come in, and turns what goes wrong into errors. Thread-safe. */
public final class ConsoleRoutes implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(ConsoleRoutes.class);

    private final Access access;
    private final Pages pages = new Pages();
    private final List<Route> routes;
    private final ExecutorService threads;
    private final Metrics metrics;

    ConsoleRoutes(Access access, List<Route> routes, ExecutorService threads, Metrics metrics) {
        this.access = access;
        this.routes = List.copyOf(routes);
        this.threads = threads;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<HttpAnswer> handle(HttpRequest request) {
        Optional<HttpAnswer> page = isReading(request) ? pages.at(request.path()) : Optional.empty();
        if (page.isPresent()) {
            return completedFuture(page.get());
        }
        return switch (access.check(request)) {
            case Access.Entry.Refused refused -> completedFuture(finished("refused", refused.answer()));
            case Access.Entry.Granted granted -> routed(request, granted.tokenOf());
        };
    }

    private static boolean isReading(HttpRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private CompletionStage<HttpAnswer> routed(HttpRequest request, Optional<String> tokenOf) {
        List<String> allowed = new ArrayList<>();
        for (Route route : routes) {
            Optional<List<String>> variables = route.match(request.path());
            if (variables.isPresent() && route.method().equals(request.method())) {
                return CompletableFuture.supplyAsync(
                        () -> finished(route.path(), run(route, request, variables.get(), tokenOf)), threads);
            }
            variables.ifPresent(known -> allowed.add(route.method()));
        }
        HttpAnswer answer = allowed.isEmpty()
                ? HttpAnswer.error(404, "M_UNRECOGNIZED", "There is no such path; /openapi.json has them all")
                : HttpAnswer.error(405, "M_UNRECOGNIZED", "Only " + String.join(", ", allowed) + " is answered here")
                        .withHeader("Allow", String.join(", ", allowed));
        return completedFuture(finished("unknown", answer));
    }

    private static HttpAnswer run(Route route, HttpRequest request, List<String> encoded, Optional<String> tokenOf) {
        try {
            List<String> variables = new ArrayList<>();
            for (String variable : encoded) {
                variables.add(Query.decoded(variable));
            }
            return route.action().answer(new Route.Call(request, variables, tokenOf));
        } catch (BadRequest bad) {
            return HttpAnswer.error(400, bad.errcode(), String.valueOf(bad.getMessage()));
        } catch (NotConnectedException away) {
            return HttpAnswer.unavailable("Kafka cannot be reached: " + away.getMessage(), Duration.ofSeconds(5));
        } catch (ExecutionException | KafkaException unwritten) {
            log.atWarn().setCause(unwritten).log("the console could not do what it was asked for");
            return HttpAnswer.unavailable("Kafka did not take it, or did not answer", Duration.ofSeconds(5));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return HttpAnswer.unavailable("The console is shutting down", Duration.ofSeconds(5));
        }
    }

    private HttpAnswer finished(String route, HttpAnswer answer) {
        metrics.counter(Metric.CONSOLE_REQUESTS, route, Integer.toString(answer.status()))
                .increment();
        boolean cacheable = answer.headers().containsKey("Cache-Control");
        return Pages.guarded(cacheable ? answer : answer.withHeader("Cache-Control", "no-store"));
    }

    /** @return method and path of every route, as OpenAPI writes them */
    public List<String> described() {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }
}
