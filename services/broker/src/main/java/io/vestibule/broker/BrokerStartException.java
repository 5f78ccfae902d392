package io.vestibule.broker;

/** The broker cannot run as configured; the message names the culprit (a port, a directory, a key). */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
