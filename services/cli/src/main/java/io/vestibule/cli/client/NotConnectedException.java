package io.vestibule.cli.client;

import io.vestibule.kit.config.VestibuleConfig;

/** Vestibule's Kafka cannot be used; the message says where it was looked for. */
public final class NotConnectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(VestibuleConfig config, Throwable cause) {
        super("cannot use Vestibule's Kafka at " + config.kafka().bootstrap() + ": " + cause.getMessage(), cause);
    }

    NotConnectedException(VestibuleConfig config, String reason) {
        super("cannot use Vestibule's Kafka at " + config.kafka().bootstrap() + ": " + reason);
    }
}
