package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a walk into a room asks servers, with the reason of each place: for whoever reads the ledger and wants
 * to know why. What a walk really does follows {@link Place#standing}.
 */
public final class WalkOrder {

    /** Whether a server is asked. */
    public enum Standing {
        /** It is asked, in its turn. */
        ASKED,
        /** It is ours. */
        OWN,
        /** The room's server ACL denies it. */
        DENIED_BY_ACL,
        /** The invite that names it is so old that its servers count no more. */
        TOO_OLD
    }

    /**
     * One server.
     *
     * @param server its name
     * @param source why it is there
     * @param invite the newest invite that names it
     * @param at when that invite was recorded, null for the last resort
     * @param standing whether it is asked
     */
    public record Place(
            ServerName server,
            CandidateSource source,
            String invite,
            @Nullable Instant at,
            Standing standing) {}

    private WalkOrder() {}

    /**
     * @param room the room's record
     * @param invite the user's newest invite, null when there is none
     * @param rules the deployment's rules
     * @param now the time for which the order is told
     * @return the servers that are asked, in their order, and in between those that are not; those too old at the end
     */
    public static List<Place> of(RoomRecord room, @Nullable Invitation invite, Rules rules, Instant now) {
        Instant oldest = now.minus(rules.keeping().routes());
        Map<ServerName, Place> places = new LinkedHashMap<>();
        List<Route> old = new ArrayList<>();
        for (List<Route> routes : List.of(room.routes().servers(), room.routes().stripped())) {
            for (Route route : routes) {
                if (route.at().isBefore(oldest)) {
                    old.add(route);
                } else {
                    places.putIfAbsent(route.server(), place(route, standing(route.server(), room, rules)));
                }
            }
        }
        if (invite != null && rules.lastResort()) {
            ServerName sender = invite.sender().server();
            Standing standing = standing(sender, room, rules);
            places.putIfAbsent(
                    sender,
                    new Place(
                            sender,
                            CandidateSource.LAST_RESORT,
                            invite.eventId().value(),
                            null,
                            standing));
        }
        old.forEach(route -> places.putIfAbsent(route.server(), place(route, Standing.TOO_OLD)));
        return List.copyOf(places.values());
    }

    private static Place place(Route route, Standing standing) {
        return new Place(route.server(), route.source(), route.contributedBy().value(), route.at(), standing);
    }

    private static Standing standing(ServerName server, RoomRecord room, Rules rules) {
        if (rules.isOwn(server)) {
            return Standing.OWN;
        }
        ServerAcl acl = room.acl();
        return acl == null || acl.permits(server) ? Standing.ASKED : Standing.DENIED_BY_ACL;
    }
}
