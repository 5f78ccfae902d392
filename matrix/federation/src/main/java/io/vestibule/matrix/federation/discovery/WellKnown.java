package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one fetch of {@code /.well-known/matrix/server} brought. */
sealed interface WellKnown {

    /**
     * The host delegates to another name.
     *
     * @param server where to
     * @param maxAge how long the answer may be kept by its {@code Cache-Control}; null if that does not say
     */
    record Delegated(ServerName server, @Nullable Duration maxAge) implements WellKnown {}

    /** The host answered, and not with a delegation. */
    record Invalid(String reason) implements WellKnown {}

    /** The host could not be asked, or had a fault of its own: the next answer may differ. */
    record Unavailable(String reason) implements WellKnown {}
}
