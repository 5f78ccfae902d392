package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The servers that lead into a room, in the order of MSC4125: newest invite of any local user first, within an invite as
 * listed, each server once at its most recent appearance. Immutable.
 *
 * @param servers the {@code via} servers, and for an invite without {@code via} its sender's server
 * @param stripped the servers named in the {@code invite_room_state} of invites without {@code via}
 */
public record Routes(List<Route> servers, List<Route> stripped) {

    /** The most servers that are kept for a room: those of six invites that name as many as they may, each other ones. */
    public static final int MAX_PER_ROOM = 300;

    /** The most servers that one invite contributes. */
    public static final int MAX_PER_INVITE = 50;

    /** No routes. */
    public static final Routes EMPTY = new Routes(List.of(), List.of());

    public Routes {
        servers = List.copyOf(servers);
        stripped = List.copyOf(stripped);
    }

    /**
     * @param invite an invite that was not recorded before
     * @param at when it was recorded
     * @return the routes with the invite's servers in front
     */
    public Routes with(Invitation invite, Instant at) {
        List<ServerName> via = invite.via();
        if (via != null) {
            return new Routes(inFront(via, CandidateSource.VIA, invite, at, servers), stripped);
        }
        List<ServerName> sender = List.of(invite.sender().server());
        return new Routes(
                inFront(sender, CandidateSource.SENDER, invite, at, servers),
                inFront(invite.stateServers(), CandidateSource.STRIPPED_STATE, invite, at, stripped));
    }

    /** @return those that were named then or later */
    Routes since(Instant oldest) {
        return new Routes(since(servers, oldest), since(stripped, oldest));
    }

    private static List<Route> since(List<Route> routes, Instant oldest) {
        return routes.stream().filter(route -> !route.at().isBefore(oldest)).toList();
    }

    /**
     * @param invite an invite that was not recorded before
     * @return how many servers, the invite's and older ones together, have no place in the routes once it is
     */
    public int trimmedBy(Invitation invite) {
        List<ServerName> via = invite.via();
        List<ServerName> named = via != null ? via : List.of(invite.sender().server());
        int trimmed = beyondBounds(named, servers);
        return via != null ? trimmed : trimmed + beyondBounds(invite.stateServers(), stripped);
    }

    private static int beyondBounds(List<ServerName> newest, List<Route> older) {
        Set<ServerName> all = new HashSet<>(newest);
        int ofInvite = Math.min(all.size(), MAX_PER_INVITE);
        int surplus = all.size() - ofInvite;
        older.forEach(route -> all.add(route.server()));
        return surplus + Math.max(0, all.size() - surplus - MAX_PER_ROOM);
    }

    private static List<Route> inFront(
            List<ServerName> newest, CandidateSource source, Invitation invite, Instant at, List<Route> older) {
        List<Route> ordered = new ArrayList<>();
        Set<ServerName> seen = new HashSet<>();
        for (ServerName server : newest) {
            if (ordered.size() < MAX_PER_INVITE && seen.add(server)) {
                ordered.add(new Route(server, source, invite.eventId(), at));
            }
        }
        for (Route route : older) {
            if (ordered.size() < MAX_PER_ROOM && seen.add(route.server())) {
                ordered.add(route);
            }
        }
        return ordered;
    }
}
