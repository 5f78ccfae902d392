package io.vestibule.appservice.registration;

import io.vestibule.kit.config.Secret;
import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.matrix.id.AppserviceId;
import java.net.URI;
import java.util.Optional;

/**
 * One application service. Immutable.
 *
 * @param url where it is, without a slash at the end; empty where it wants no traffic
 * @param asToken with which it calls the homeserver; here only to tell services apart
 * @param hsToken with which it is called
 * @param namespaces what it claims, with its ID
 */
public record Registration(Optional<URI> url, Secret asToken, Secret hsToken, Namespaces namespaces) {

    /** @return its ID */
    public AppserviceId id() {
        return namespaces.id();
    }
}
