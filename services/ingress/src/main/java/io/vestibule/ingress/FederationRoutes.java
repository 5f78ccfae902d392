package io.vestibule.ingress;

import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpHandler;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.PathParameters;
import io.vestibule.matrix.api.RequestTarget;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds the endpoint of a request. An unknown path is answered with 404, a known path with another method with 405, both
 * with {@code M_UNRECOGNIZED}. Thread-safe.
 */
final class FederationRoutes implements HttpHandler {

    /** Answers the requests of one endpoint. */
    interface Target {
        CompletionStage<HttpAnswer> answer(PathParameters path, HttpRequest request);
    }

    /**
     * An endpoint and who answers it.
     *
     * @param endpoint method and path
     * @param target answers
     */
    record Route(Endpoint endpoint, Target target) {}

    private final List<Route> routes;

    FederationRoutes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public CompletionStage<HttpAnswer> handle(HttpRequest request) {
        RequestTarget target = new RequestTarget(request.target());
        Set<String> methods = new LinkedHashSet<>();
        for (Route route : routes) {
            Optional<PathParameters> path = route.endpoint().match(target);
            if (path.isPresent()) {
                if (route.endpoint().method().equals(request.method())) {
                    return route.target().answer(path.get(), request);
                }
                methods.add(route.endpoint().method());
            }
        }
        return CompletableFuture.completedFuture(methods.isEmpty() ? unknown() : wrongMethod(methods));
    }

    private static HttpAnswer unknown() {
        return Answers.of(MatrixError.unknownEndpoint());
    }

    private static HttpAnswer wrongMethod(Set<String> methods) {
        return Answers.of(MatrixError.wrongMethod()).withHeader("Allow", String.join(", ", methods));
    }
}
