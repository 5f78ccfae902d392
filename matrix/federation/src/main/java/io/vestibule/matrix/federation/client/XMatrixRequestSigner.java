package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixSigner;

/**
 * Signs requests by X-Matrix (Server-Server API, "Request Authentication"): method, raw target and body, from us to the
 * server's own name. Thread-safe.
 */
public final class XMatrixRequestSigner implements RequestSigner {

    private final XMatrixSigner signer;

    public XMatrixRequestSigner(XMatrixSigner signer) {
        this.signer = signer;
    }

    /** @throws IllegalArgumentException if the body is not a JSON object */
    @Override
    public String authorization(ServerName destination, FederationRequest request) {
        XMatrixMessage message = XMatrixMessage.of(
                request.method(),
                new RequestTarget(request.target()),
                request.body().map(JsonObject::of).orElse(null));
        return signer.sign(message, destination).toHeader();
    }
}
