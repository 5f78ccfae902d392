package io.vestibule.matrix.federation.client;

import java.io.IOException;

/** The rest of a body cannot be had. Carries the failure as a value. */
public final class BodyFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient FederationFailure failure;

    BodyFailedException(FederationFailure failure) {
        super(failure.describe());
        this.failure = failure;
    }

    /** @return why */
    public FederationFailure failure() {
        return failure;
    }
}
