package io.vestibule.ingress.users;

import io.vestibule.ingress.feed.FeedReader;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.catalog.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Follows the compacted topic of local users from its start.
 *
 * <p>A user who is missing may have registered a moment ago, so the question waits until the feed has been read up to where
 * it ended when the question was asked. If that takes too long, or the feed's completeness marker has never been seen, the
 * answer is {@link Standing#NOT_KNOWN_YET} rather than a refusal that the inviter would believe. At a start nobody is known before
 * the feed has been read to its end once, because what a user wants may have changed further down. Thread-safe.
 */
public final class UsersFeed implements LocalUsers {

    private final UserTable table;
    private final FeedReader<LocalUser> feed;
    private final Duration patience;

    private UsersFeed(UserTable table, FeedReader<LocalUser> feed, Duration patience) {
        this.table = table;
        this.feed = feed;
        this.patience = patience;
    }

    /**
     * Starts to follow.
     *
     * @param consumer without a group; belongs to the feed from now on
     * @param deserializer reads the values
     * @param topic the topic under its full name
     * @param patience how long a question may wait for the feed's end
     * @throws IllegalStateException if the topic does not exist
     */
    public static UsersFeed start(
            Consumer<String, byte[]> consumer,
            Deserializer<LocalUser> deserializer,
            Topic<LocalUser> topic,
            Duration patience) {
        UserTable table = UserTable.ofEverybody();
        return new UsersFeed(table, FeedReader.start(consumer, topic.name(), deserializer, table::apply), patience);
    }

    @Override
    public Standing standing(UserId user) {
        if (!feed.awaitRead(patience)) {
            return Standing.NOT_KNOWN_YET;
        }
        return table.standing(user.value()).orElseGet(() -> standingAtEnd(user));
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
