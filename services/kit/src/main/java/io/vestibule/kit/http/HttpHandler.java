package io.vestibule.kit.http;

import java.util.concurrent.CompletionStage;

/** Answers requests. Called on an event loop, so it must not block; the answer may come from any thread. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * @param request the request with its whole body
     * @return the answer; if it completes exceptionally, or this method throws, the caller hears 500 {@code M_UNKNOWN}
     */
    CompletionStage<HttpAnswer> handle(HttpRequest request);
}
