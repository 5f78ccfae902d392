package io.vestibule.appservice.registration;

import java.io.Serial;

/** Registration files that cannot be used; the message names file, line and reason, and never a token. */
public final class RegistrationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    RegistrationException(String where, String reason) {
        super(where + ": " + reason);
    }

    RegistrationException(String where, String reason, Throwable cause) {
        super(where + ": " + reason, cause);
    }
}
