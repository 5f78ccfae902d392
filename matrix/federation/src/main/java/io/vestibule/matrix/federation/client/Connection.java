package io.vestibule.matrix.federation.client;

import io.vertx.core.http.HttpClientRequest;

/** What became of the wish to talk to one target. */
sealed interface Connection {

    /**
     * A connection is ours for one request.
     *
     * @param request the request, nothing of it sent yet
     * @param used whether the connection has carried a request before, so that the server may be about to close it
     */
    record Ready(HttpClientRequest request, boolean used) implements Connection {}

    /** @param failure why there is none; no byte of the request has left */
    record None(FederationFailure failure) implements Connection {}
}
