package io.vestibule.model;

import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a room across its local users: a fold of the ledger. Immutable.
 *
 * @param routes the servers that lead into it
 * @param resident the homeserver's word on whether it is in the room
 * @param version the room's version, null when not known
 * @param blocked the room is blocked here
 * @param joined the join that made the homeserver resident, null when none did or the homeserver said no since
 * @param line who joins and who waits
 * @param acl which servers may take part, null when no ACL is known
 * @param aliases its aliases on this homeserver, as the homeserver told
 */
public record RoomRecord(
        Routes routes,
        Residency resident,
        @Nullable RoomVersionId version,
        boolean blocked,
        @Nullable FirstJoin joined,
        JoinLine line,
        @Nullable ServerAcl acl,
        List<RoomAlias> aliases) {

    /** A room of which nothing is known. */
    public static final RoomRecord EMPTY =
            new RoomRecord(Routes.EMPTY, Residency.UNKNOWN, null, false, null, JoinLine.EMPTY, null, List.of());

    public RoomRecord {
        aliases = List.copyOf(aliases);
    }

    /**
     * A join that brought the homeserver into the room.
     *
     * @param user who joined
     * @param importId the room's state, null when the worker named none
     * @param at when
     */
    public record FirstJoin(UserId user, @Nullable ImportId importId, Instant at) {}

    /**
     * Joins of a room happen one after another.
     *
     * @param leader who joins, null when nobody does
     * @param waiting who waits, first come first; at most {@link #MAX_WAITING}, the others look again by themselves
     */
    public record JoinLine(@Nullable UserId leader, List<UserId> waiting) {

        /** The most users that are woken in turn. */
        public static final int MAX_WAITING = 100;

        /** Nobody joins. */
        public static final JoinLine EMPTY = new JoinLine(null, List.of());

        public JoinLine {
            waiting = List.copyOf(waiting);
        }
    }

    RoomRecord with(Routes next, RoomVersionId known) {
        return new RoomRecord(next, resident, known, blocked, joined, line, acl, aliases);
    }

    RoomRecord with(@Nullable FirstJoin join, JoinLine next) {
        return new RoomRecord(routes, resident, version, blocked, join, next, acl, aliases);
    }

    /** @return without what is older; {@link #EMPTY} if nothing is left that would be missed */
    RoomRecord since(Instant oldest) {
        FirstJoin fresh = joined == null || joined.at().isBefore(oldest) ? null : joined;
        RoomRecord rest = new RoomRecord(routes.since(oldest), resident, version, blocked, fresh, line, acl, aliases);
        return rest.saysNothing() ? EMPTY : rest;
    }

    /** @return whether the user's name stands in it */
    boolean names(UserId user) {
        return (joined != null && joined.user().equals(user))
                || user.equals(line.leader())
                || line.waiting().contains(user);
    }

    /** A version alone is told again by whatever brings the room back. */
    private boolean saysNothing() {
        return new RoomRecord(routes, resident, null, blocked, joined, line, acl, aliases).equals(EMPTY);
    }

    /**
     * @param memory how long a server leads into a room
     * @return the end of the day (UTC) in which something of the room has been kept for long enough, null when nothing will
     *     have been. Whole days, so that the invites of a day leave it as it is
     */
    public @Nullable Instant wake(Duration memory) {
        Instant oldest = joined == null ? null : joined.at();
        oldest = oldest(oldest, routes.servers());
        oldest = oldest(oldest, routes.stripped());
        return oldest == null
                ? null
                : oldest.plus(memory).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }

    private static @Nullable Instant oldest(@Nullable Instant known, List<Route> routes) {
        Instant oldest = known;
        for (Route route : routes) {
            if (oldest == null || route.at().isBefore(oldest)) {
                oldest = route.at();
            }
        }
        return oldest;
    }

    /**
     * @param now the time of the decision
     * @param memory how long a join proves residency without the homeserver's word
     * @return the import that a local join can build on; null when the homeserver is not known to be in the room
     */
    public @Nullable Standing standing(Instant now, Duration memory) {
        if (resident == Residency.YES) {
            return new Standing(joined == null ? null : joined.importId());
        }
        boolean fresh = joined != null && now.isBefore(joined.at().plus(memory));
        return fresh && joined != null ? new Standing(joined.importId()) : null;
    }

    /**
     * The homeserver is in the room, or about to be.
     *
     * @param importId the import that brings it there, null when not known
     */
    public record Standing(@Nullable ImportId importId) {}
}
