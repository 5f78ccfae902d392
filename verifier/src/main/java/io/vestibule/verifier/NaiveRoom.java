package io.vestibule.verifier;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.RoomFactsSeen;
import io.vestibule.schemas.ServerAcl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MSC4125 read as plainly as possible: all invites of a room in the order in which they were recorded, and for each walk the whole
 * list made anew. For one thread.
 */
final class NaiveRoom {

    private static final int MOST_OF_AN_INVITE = 50;
    private static final int MOST_OF_A_ROOM = 300;

    /** An invite, as far as it says where to go. */
    record Invite(String id, String sender, @Nullable List<String> via, List<String> stateServers, long at) {

        static Invite of(InviteReceived invite, long at) {
            return new Invite(
                    invite.getEventId(),
                    server(invite.getSender()),
                    invite.getVia() == null ? null : List.copyOf(invite.getVia()),
                    List.copyOf(invite.getStateServers()),
                    at);
        }
    }

    private final List<Invite> oldestFirst = new ArrayList<>();
    private boolean blocked;
    private @Nullable ServerAcl acl;

    /** @return the server in a user ID */
    static String server(String user) {
        return user.substring(user.indexOf(':') + 1);
    }

    void invited(Invite invite) {
        if (!blocked) {
            oldestFirst.add(invite);
        }
    }

    void seen(RoomFactsSeen facts) {
        blocked = facts.getBlocked();
        acl = facts.getAcl();
        if (blocked) {
            oldestFirst.clear();
        }
    }

    void forget(long before) {
        oldestFirst.removeIf(invite -> invite.at() < before);
    }

    boolean permits(String server) {
        return acl == null || NaiveAcl.permits(acl, server);
    }

    /** @return those that the ACL permits */
    List<String> permitted(List<String> servers) {
        return servers.stream().filter(this::permits).toList();
    }

    /**
     * @param own the newest invite of the user whose walk it is, null when there is none
     * @param lastResort whether that invite's sender is asked after all others
     * @param us our own server
     * @return whom a walk asks, in order
     */
    List<String> order(@Nullable Invite own, boolean lastResort, String us) {
        return order(oldestFirst, own, lastResort, us);
    }

    /** @return the same for a walk that is limited to the user's own invite */
    List<String> orderOfOwn(Invite own, boolean lastResort, String us) {
        return order(List.of(own), own, lastResort, us);
    }

    private List<String> order(List<Invite> invites, @Nullable Invite own, boolean lastResort, String us) {
        Set<String> named = new LinkedHashSet<>();
        Set<String> mentioned = new LinkedHashSet<>();
        for (Invite invite : invites.reversed()) {
            List<String> via = invite.via();
            if (via == null) {
                add(named, List.of(invite.sender()));
                add(mentioned, invite.stateServers());
            } else {
                add(named, via);
            }
        }
        Set<String> all = new LinkedHashSet<>(named);
        all.addAll(mentioned);
        if (own != null && lastResort) {
            all.add(own.sender());
        }
        all.remove(us);
        return permitted(List.copyOf(all));
    }

    private static void add(Set<String> to, List<String> servers) {
        servers.stream().distinct().limit(MOST_OF_AN_INVITE).forEach(server -> {
            if (to.size() < MOST_OF_A_ROOM) {
                to.add(server);
            }
        });
    }
}
