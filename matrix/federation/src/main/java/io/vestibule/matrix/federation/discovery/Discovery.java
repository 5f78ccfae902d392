package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.address.CidrBlock;
import java.net.InetAddress;
import java.util.List;

/** What became of the search for a server. */
public sealed interface Discovery {

    /**
     * The server may be at these places.
     *
     * @param targets where to connect, in the order to try; at least one
     */
    record Located(List<Target> targets) implements Discovery {
        public Located {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("located nowhere");
            }
        }
    }

    /** There is no place to connect to. */
    sealed interface NotLocated extends Discovery {}

    /**
     * The name leads nowhere.
     *
     * @param host the host that could not be resolved
     * @param reason why, for people
     */
    record Unresolved(String host, String reason) implements NotLocated {}

    /**
     * The name leads only to addresses that we do not connect to.
     *
     * @param address one of them
     * @param range the blocked range that it lies in
     */
    record Blocked(InetAddress address, CidrBlock range) implements NotLocated {}

    /** The time ran out before the answer was known. */
    record OutOfTime() implements NotLocated {}
}
