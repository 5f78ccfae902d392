package io.vestibule.ingress.users;

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

    private final Map<String, InvitePermission> users = new ConcurrentHashMap<>();
    private volatile boolean complete;

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
            users.put(id, user.getInvites());
        } else {
            users.remove(id);
        }
    }

    Optional<Standing> standing(String userId) {
        return Optional.ofNullable(users.get(userId)).map(permission -> switch (permission) {
            case ALLOW -> Standing.TAKES_INVITES;
            case BLOCK -> Standing.BLOCKS_INVITES;
        });
    }

    /** Whether the marker has been read, so that a user who is missing does not exist. */
    boolean isComplete() {
        return complete;
    }

    int size() {
        return users.size();
    }
}
