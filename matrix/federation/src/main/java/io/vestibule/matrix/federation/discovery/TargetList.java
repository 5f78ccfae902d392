package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.dns.DnsName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the targets of one server: each address judged, none twice, not too many, and the reasons if there is none. */
final class TargetList {

    private final AddressGuard guard;
    private final String authority;
    private final int most;
    private final List<Target> targets = new ArrayList<>();
    private Discovery.@Nullable NotLocated obstacle;

    TargetList(AddressGuard guard, String authority, int most) {
        this.guard = guard;
        this.authority = authority;
        this.most = most;
    }

    void add(List<InetAddress> addresses, int port, @Nullable DnsName tlsName) {
        for (InetAddress address : addresses) {
            Optional<CidrBlock> blockedBy = guard.blocks(address);
            Target target = new Target(address, port, tlsName, authority);
            if (blockedBy.isPresent()) {
                obstacle = new Discovery.Blocked(address, blockedBy.get());
            } else if (port == 0) {
                note(new Discovery.Unresolved(authority, "nothing can listen on port 0"));
            } else if (!isFull() && !targets.contains(target)) {
                targets.add(target);
            }
        }
    }

    /** Notes why a name led nowhere; a blocked address tells more and is kept. */
    void note(Discovery.NotLocated reason) {
        if (!(obstacle instanceof Discovery.Blocked)) {
            obstacle = reason;
        }
    }

    boolean isFull() {
        return targets.size() >= most;
    }

    Discovery toDiscovery() {
        if (!targets.isEmpty()) {
            return new Discovery.Located(targets);
        }
        return obstacle != null ? obstacle : new Discovery.Unresolved(authority, "the name has no address");
    }
}
