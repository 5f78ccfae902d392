package io.vestibule.client;

/** A deployment's Kafka cannot be used; the message says where it was looked for. */
public final class NotConnectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(ClientSettings settings, Throwable cause) {
        super("cannot use Vestibule's Kafka at " + settings.bootstrapServers() + ": " + cause.getMessage(), cause);
    }

    NotConnectedException(ClientSettings settings, String reason) {
        super("cannot use Vestibule's Kafka at " + settings.bootstrapServers() + ": " + reason);
    }
}
