package io.vestibule.ingress.users;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteFilter;
import io.vestibule.schemas.InvitePermission;
import io.vestibule.schemas.LocalUser;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The local users as read from the feed so far. Written by one thread, read by many. */
final class UserTable {

    /** The user ID of the record that says: before this one, every user has been written. */
    static final String COMPLETE = "*";

    /** A user who exists: whether invites are taken at all, and whose. */
    private record Entry(InvitePermission invites, @Nullable UserFilter filter) {
        boolean takesEverything() {
            return invites == InvitePermission.ALLOW && filter == null;
        }
    }

    private final Map<String, Entry> users = new ConcurrentHashMap<>();
    private final boolean ofEverybody;
    private volatile boolean complete;

    private UserTable(boolean ofEverybody) {
        this.ofEverybody = ofEverybody;
    }

    /** A table of all users. */
    static UserTable ofEverybody() {
        return new UserTable(true);
    }

    /** A table of those alone who do not take every invite; it needs no marker, as whoever is missing takes every invite. */
    static UserTable ofWhoRefuses() {
        return new UserTable(false);
    }

    /**
     * Takes a record in.
     *
     * @param key the record's key, which only a deletion is believed
     * @param user the record, or null for a deletion
     */
    void apply(String key, @Nullable LocalUser user) {
        String id = user == null ? key : user.getUserId();
        boolean exists = user != null && user.getExists();
        if (id.equals(COMPLETE)) {
            complete = exists;
        } else if (user != null && exists) {
            keep(id, entry(user));
        } else {
            users.remove(id);
        }
    }

    private void keep(String id, Entry entry) {
        if (ofEverybody || !entry.takesEverything()) {
            users.put(id, entry);
        } else {
            users.remove(id);
        }
    }

    Optional<Standing> standing(String userId) {
        return Optional.ofNullable(users.get(userId)).map(entry -> switch (entry.invites()) {
            case ALLOW -> Standing.TAKES_INVITES;
            case BLOCK -> Standing.BLOCKS_INVITES;
        });
    }

    /** What the user's own lists say of an inviter. */
    Filtered filter(String userId, UserId sender) {
        Entry entry = users.get(userId);
        UserFilter filter = entry == null ? null : entry.filter();
        return filter == null ? Filtered.SHOWN : filter.judge(sender);
    }

    private static Entry entry(LocalUser user) {
        InviteFilter filter = user.getFilter();
        return new Entry(user.getInvites(), filter == null ? null : new UserFilter(filter));
    }

    /** Whether it can be said what a user is who is missing: in a table of all users, once the marker has been read. */
    boolean isComplete() {
        return complete || !ofEverybody;
    }

    int size() {
        return users.size();
    }
}
