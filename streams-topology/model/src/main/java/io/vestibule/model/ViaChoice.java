package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which servers an invite of ours names in {@code via} (MSC4125), by the specification's advice for routing to a room
 * (appendices, "Routing"): the server of the most powerful user first, if that user has power to speak of, then by population.
 */
final class ViaChoice {

    /** How many servers an invite names. */
    static final int NAMED = 3;

    /** How many are handed on, so that some can be passed over. */
    static final int OFFERED = 10;

    /** Less power than this says nothing about a server. */
    private static final long POWERFUL = 50;

    private static final Comparator<RoomServer> BY_POPULATION =
            Comparator.comparingInt(RoomServer::members).reversed().thenComparing(RoomServer::server);
    private static final Comparator<RoomServer> BY_POWER = Comparator.comparing(RoomServer::creator)
            .thenComparingLong(RoomServer::highestPower)
            .reversed()
            .thenComparing(BY_POPULATION);

    private ViaChoice() {}

    /**
     * @param servers the room's servers; of a name that comes twice, the first counts
     * @param acl the room's ACL, null for none
     * @param own our own name: we are in the room, and a server that is certain to be up
     * @return servers in the order in which they are to be named, each once, at most {@link #OFFERED}; none that the ACL
     *     denies and no IP literal; none that is unreachable unless no other is left; ours among the first {@link #NAMED}
     */
    static List<ServerName> of(List<RoomServer> servers, @Nullable ServerAcl acl, ServerName own) {
        Map<ServerName, RoomServer> known = new TreeMap<>();
        servers.forEach(server -> known.putIfAbsent(server.server(), server));
        known.putIfAbsent(own, new RoomServer(own, 0, false, 0, false));
        List<RoomServer> allowed = known.values().stream()
                .filter(server -> isEligible(server.server(), acl))
                .toList();
        List<RoomServer> likely = allowed.stream()
                .filter(server -> !server.unreachable() || server.server().equals(own))
                .toList();
        List<RoomServer> eligible = likely.isEmpty() ? allowed : likely;
        List<ServerName> ordered = new ArrayList<>(
                eligible.stream().sorted(BY_POPULATION).map(RoomServer::server).toList());
        eligible.stream().filter(ViaChoice::isPowerful).min(BY_POWER).ifPresent(powerful -> {
            ordered.remove(powerful.server());
            ordered.addFirst(powerful.server());
        });
        if (ordered.indexOf(own) >= NAMED) {
            ordered.remove(own);
            ordered.add(NAMED - 1, own);
        }
        return List.copyOf(ordered.subList(0, Math.min(OFFERED, ordered.size())));
    }

    private static boolean isEligible(ServerName server, @Nullable ServerAcl acl) {
        return !server.isIpLiteral() && (acl == null || acl.permits(server));
    }

    private static boolean isPowerful(RoomServer server) {
        return server.creator() || server.highestPower() >= POWERFUL;
    }
}
