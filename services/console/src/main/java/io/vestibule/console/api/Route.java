package io.vestibule.console.api;

import io.vestibule.console.command.BadRequest;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One path and method of the API.
 *
 * @param method the method
 * @param path as OpenAPI writes it, with {@code {names}} for what varies
 * @param action answers; on a thread that may block
 */
record Route(String method, String path, Action action) {

    /** What a route does. */
    @FunctionalInterface
    interface Action {

        /**
         * @param call the request
         * @throws BadRequest if it cannot be used
         * @throws ExecutionException if what it asks for could not be written
         */
        HttpAnswer answer(Call call) throws BadRequest, ExecutionException, InterruptedException;
    }

    /**
     * A request to a route.
     *
     * @param request the request
     * @param variables what stood for the path's names, decoded, in their order
     * @param tokenOf whose token was shown, empty where none was
     */
    record Call(HttpRequest request, List<String> variables, Optional<String> tokenOf) {
        Call {
            variables = List.copyOf(variables);
        }
    }

    /** @return what stands for the path's names, still encoded; empty if this is not the path */
    Optional<List<String>> match(String asked) {
        Matcher matcher =
                Pattern.compile(path.replaceAll("\\{\\w+}", "([^/]+)")).matcher(asked);
        return matcher.matches()
                ? Optional.of(IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .toList())
                : Optional.empty();
    }
}
