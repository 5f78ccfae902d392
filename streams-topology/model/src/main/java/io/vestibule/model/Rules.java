package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.Set;

/**
 * What a deployment may set about decisions. Read when deciding, never when folding: what was decided under other rules
 * stays as it was decided. Immutable.
 *
 * @param ownServers our own server names, which are never asked
 * @param lastResort ask the sender's server after all others when the invite's {@code via} does not name it
 * @param budgets how long things may take
 * @param background how a leave is told to the room behind the user's back
 * @param keeping how long things are remembered
 * @param outbound how invites of ours and their retractions are tried again
 * @param onlyOwnInviteForbids a 403 ends an accept only if the server is one of the user's own newest invite
 */
public record Rules(
        Set<ServerName> ownServers,
        boolean lastResort,
        Budgets budgets,
        Background background,
        Keeping keeping,
        Outbound outbound,
        boolean onlyOwnInviteForbids) {

    /** Rules under which every server's 403 ends an accept, as MSC4125 has it. */
    public Rules(
            Set<ServerName> ownServers,
            boolean lastResort,
            Budgets budgets,
            Background background,
            Keeping keeping,
            Outbound outbound) {
        this(ownServers, lastResort, budgets, background, keeping, outbound, false);
    }

    /**
     * Invites to users of other servers.
     *
     * @param invite how long an invite is tried whose command names no deadline
     * @param retraction the same for a retraction
     * @param put added to an order's deadline before its watchdog takes it for lost
     * @param first the rest after the first failed try, doubled after each
     * @param longest the longest rest
     */
    public record Outbound(Duration invite, Duration retraction, Duration put, Duration first, Duration longest) {

        /** The defaults. */
        public static final Outbound USUAL = new Outbound(
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10));

        /** @return the same with other deadlines */
        public Outbound within(Duration otherInvite, Duration otherRetraction) {
            return new Outbound(otherInvite, otherRetraction, put, first, longest);
        }
    }

    /**
     * How long things may take.
     *
     * @param accept from an accept to its deadline, where the command names none
     * @param rejectAnswer until a reject is answered, confirmed or not
     * @param leaveWalk the interactive walk of a leave, or one background round
     * @param make added to an order's deadline before its watchdog takes a Prepare for lost
     * @param joinPut the same for the PUT of a join, whose answer may be large
     * @param leavePut the same for the PUT of a leave
     * @param verify until a claim is verified
     * @param fresh how young an invite is while a 403 is asked again
     * @param linePoll how long a place in the join line is kept without looking again
     */
    public record Budgets(
            Duration accept,
            Duration rejectAnswer,
            Duration leaveWalk,
            Duration make,
            Duration joinPut,
            Duration leavePut,
            Duration verify,
            Duration fresh,
            Duration linePoll) {

        /** @return the same with another deadline of accepts */
        public Budgets accept(Duration other) {
            return new Budgets(other, rejectAnswer, leaveWalk, make, joinPut, leavePut, verify, fresh, linePoll);
        }
    }

    /**
     * The background leave.
     *
     * @param servers the most servers of a round, the sender's among them
     * @param first the rest after the first failed round, doubled after each
     * @param longest the longest rest
     * @param giveUp after how long it is given up
     */
    public record Background(int servers, Duration first, Duration longest, Duration giveUp) {

        /** @return the same, given up after another time */
        public Background giveUp(Duration other) {
            return new Background(servers, first, longest, other);
        }
    }

    /**
     * How long things are remembered.
     *
     * @param claims a retraction that came before its invite
     * @param residency a join proves residency without the homeserver's word
     * @param routes a server leads into a room
     * @param settled a record that nothing more is expected of
     */
    public record Keeping(Duration claims, Duration residency, Duration routes, Duration settled) {

        /** @return the same for other times of these two */
        public Keeping of(Duration otherRoutes, Duration otherSettled) {
            return new Keeping(claims, residency, otherRoutes, otherSettled);
        }
    }

    public Rules {
        ownServers = Set.copyOf(ownServers);
    }

    /** @return the defaults of a deployment with these server names */
    public static Rules of(Set<ServerName> ownServers) {
        return new Rules(
                ownServers,
                true,
                new Budgets(
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                new Background(3, Duration.ofSeconds(30), Duration.ofHours(6), Duration.ofDays(7)),
                new Keeping(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofDays(365), Duration.ofDays(90)),
                Outbound.USUAL);
    }

    /** @return the same, with a 403 of whom the user's own newest invite does not name ending nothing, or ending all */
    public Rules onlyOwnInviteForbids(boolean only) {
        return new Rules(ownServers, lastResort, budgets, background, keeping, outbound, only);
    }

    boolean isOwn(ServerName server) {
        return ownServers.contains(server);
    }
}
