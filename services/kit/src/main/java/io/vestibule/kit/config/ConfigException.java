package io.vestibule.kit.config;

import java.io.Serial;

/** A configuration that cannot be used; the message names the key, its value and where it was set. */
public final class ConfigException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
