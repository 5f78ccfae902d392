package io.vestibule.ingress.users;

import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;

/** Says which users of ours exist. Implementations are thread-safe. */
public interface LocalUsers extends AutoCloseable {

    /**
     * @param user a user ID of our server name
     * @return what is known; may block for a bounded time, so call it on a virtual thread
     */
    Standing standing(UserId user);

    /**
     * @param user a user of ours who takes invites
     * @param sender who invites
     * @return what the user's own lists say of the sender; never blocks
     */
    default Filtered filter(UserId user, UserId sender) {
        return Filtered.SHOWN;
    }

    /** @return whether questions can be answered; never blocks */
    HealthStatus status();

    /** @return how many users are known by name; 0 where names are not kept */
    default int size() {
        return 0;
    }

    @Override
    void close();
}
