package io.vestibule.ingress.policy;

import io.vestibule.ingress.feed.FeedReader;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The policy of feeds that are followed. Once read to their end, they are known; what comes later is there when it comes. */
final class FollowedPolicy implements Policy {

    private final PolicyTables tables;
    private final List<FeedReader<?>> feeds;
    private final Duration patience;

    FollowedPolicy(PolicyTables tables, List<FeedReader<?>> feeds, Duration patience) {
        this.tables = tables;
        this.feeds = List.copyOf(feeds);
        this.patience = patience;
    }

    @Override
    public boolean isKnown() {
        return feeds.stream().allMatch(feed -> feed.awaitRead(patience));
    }

    @Override
    public Optional<Refusal> refusal(RoomId room, UserId sender) {
        return tables.refusal(room, sender);
    }

    @Override
    public HealthStatus status() {
        if (feeds.stream().anyMatch(FeedReader::isFailing)) {
            return new HealthStatus.Down("the feeds of policy and rooms cannot be read");
        }
        return HealthStatus.of(
                feeds.stream().allMatch(FeedReader::isRead),
                "the feeds of policy and rooms have not been read to their end yet");
    }

    @Override
    public void close() {
        feeds.forEach(FeedReader::close);
    }
}
