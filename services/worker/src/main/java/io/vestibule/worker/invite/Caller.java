package io.vestibule.worker.invite;

import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;

/** Makes one signed call. Thread-safe. */
@FunctionalInterface
public interface Caller {

    /** @return the whole answer, whatever its status, or why there is none */
    FederationResult<FederationResponse> call(ServerName server, ApiRequest request, Duration budget)
            throws InterruptedException;
}
