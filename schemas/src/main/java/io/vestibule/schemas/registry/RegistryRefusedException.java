package io.vestibule.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry could be reached and would not: an incompatible schema, a subject that is read-only, an answer that is not
 * one. A fault of the deployment, never of a record.
 */
public final class RegistryRefusedException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    /**
     * @param status HTTP status, 0 when there was none
     * @param errorCode the registry's own code, 0 when there was none
     */
    public RegistryRefusedException(String message, int status, int errorCode) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** @return HTTP status, 0 when there was none */
    public int status() {
        return status;
    }

    /** @return the registry's own code, 0 when there was none; incompatible schemas have {@link #status()} 409 */
    public int errorCode() {
        return errorCode;
    }
}
