package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.id.ServerName;

/** Puts our name under requests. Thread-safe. */
@FunctionalInterface
public interface RequestSigner {

    /**
     * @param destination the name of the server that is meant, before any delegation
     * @param request the request as it goes onto the wire
     * @return the value of the {@code Authorization} header
     */
    String authorization(ServerName destination, FederationRequest request);
}
