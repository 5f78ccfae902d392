package io.vestibule.ingress.users;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.ingress.feed.FeedReader;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.LocalUser;
import java.time.Duration;

/**
 * Follows the compacted topic of local users from its start.
 *
 * <p>At a start nobody is known before the feed has been read to its end once, because what a user wants may have changed
 * further down. What is said then of a user whom the feed does not name is a value, {@link Unnamed}. Thread-safe.
 */
public final class UsersFeed implements LocalUsers {

    private final UserTable table;
    private final FeedReader<LocalUser> feed;
    private final Unnamed unnamed;
    private final Duration patience;

    /** What is said of a user whom the feed does not name. */
    public enum Unnamed {
        /** Every well-formed user ID of our server name is an existing user, and the feed only says what users want. */
        TAKES_INVITES,
        /**
         * There is no such user. One who is missing may have registered a moment ago, so the question waits until the feed has
         * been read up to where it ended when the question was asked. If that takes too long, or the feed's completeness marker
         * has never been seen, the answer is {@link Standing#NOT_KNOWN_YET} rather than a refusal that the inviter would believe.
         */
        UNKNOWN
    }

    private UsersFeed(UserTable table, FeedReader<LocalUser> feed, Unnamed unnamed, Duration patience) {
        this.table = table;
        this.feed = feed;
        this.unnamed = unnamed;
        this.patience = patience;
    }

    /**
     * Starts to follow.
     *
     * @param users the topic
     * @param unnamed what is said of a user whom it does not name
     * @param patience how long a question may wait for the feed's end
     * @throws IllegalStateException if the topic does not exist
     */
    public static UsersFeed start(Feed<LocalUser> users, Unnamed unnamed, Duration patience) {
        UserTable table = switch (unnamed) {
            case TAKES_INVITES -> UserTable.ofWhoRefuses();
            case UNKNOWN -> UserTable.ofEverybody();
        };
        return new UsersFeed(table, users.follow(table::apply), unnamed, patience);
    }

    @Override
    public Standing standing(UserId user) {
        if (!feed.awaitRead(patience)) {
            return Standing.NOT_KNOWN_YET;
        }
        return table.standing(user.value()).orElseGet(() -> switch (unnamed) {
            case TAKES_INVITES -> Standing.TAKES_INVITES;
            case UNKNOWN -> standingAtEnd(user);
        });
    }

    @Override
    public Filtered filter(UserId user, UserId sender) {
        return table.filter(user.value(), sender);
    }

    @Override
    public HealthStatus status() {
        if (feed.isFailing()) {
            return new HealthStatus.Down("the feed of local users cannot be read");
        }
        return feed.isRead()
                ? HealthStatus.of(table.isComplete(), "the feed of local users has no completeness marker")
                : new HealthStatus.Down("the feed of local users has not been read to its end yet");
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public void close() {
        feed.close();
    }

    private Standing standingAtEnd(UserId user) {
        if (!feed.awaitEnd(patience)) {
            return Standing.NOT_KNOWN_YET;
        }
        Standing missing = table.isComplete() ? Standing.UNKNOWN : Standing.NOT_KNOWN_YET;
        return table.standing(user.value()).orElse(missing);
    }
}
