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
 * Every well-formed user ID of our server name is taken as an existing user. What the compacted topic of local users says of
 * somebody's wishes counts all the same: whom it does not name takes every invite, and until it has been read to its end once
 * nobody is known. Thread-safe.
 */
public final class AnyLocalUser implements LocalUsers {

    private final UserTable table;
    private final FeedReader<LocalUser> feed;
    private final Duration patience;

    private AnyLocalUser(UserTable table, FeedReader<LocalUser> feed, Duration patience) {
        this.table = table;
        this.feed = feed;
        this.patience = patience;
    }

    /**
     * Starts to follow what users want.
     *
     * @param consumer without a group; belongs to the feed from now on
     * @param deserializer reads the values
     * @param topic the topic under its full name
     * @param patience how long a question may wait at a start for the feed's end
     * @throws IllegalStateException if the topic does not exist
     */
    public static AnyLocalUser start(
            Consumer<String, byte[]> consumer,
            Deserializer<LocalUser> deserializer,
            Topic<LocalUser> topic,
            Duration patience) {
        UserTable table = UserTable.ofWhoRefuses();
        return new AnyLocalUser(table, FeedReader.start(consumer, topic.name(), deserializer, table::apply), patience);
    }

    @Override
    public Standing standing(UserId user) {
        return feed.awaitRead(patience)
                ? table.standing(user.value()).orElse(Standing.TAKES_INVITES)
                : Standing.NOT_KNOWN_YET;
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
        return HealthStatus.of(feed.isRead(), "the feed of local users has not been read to its end yet");
    }

    @Override
    public void close() {
        feed.close();
    }
}
