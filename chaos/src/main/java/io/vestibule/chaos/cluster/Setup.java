package io.vestibule.chaos.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a cluster is made ready for. Immutable.
 *
 * @param smallDisks whether topologies and brokers get small file systems of their own, where those can be had
 * @param clocks whether each service gets a clock of its own, where that can be had
 * @param before a checkout with older code, built, that the services are started with
 */
public record Setup(boolean smallDisks, boolean clocks, Optional<Path> before) {

    /** Nothing that is not always there. */
    public static final Setup PLAIN = new Setup(false, false, Optional.empty());
}
