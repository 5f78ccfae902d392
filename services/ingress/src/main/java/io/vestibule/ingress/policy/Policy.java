package io.vestibule.ingress.policy;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.ingress.feed.FeedReader;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.RoomFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says whose invites are not signed. Thread-safe. */
public interface Policy extends AutoCloseable {

    /** Everybody's invites are signed. */
    Policy NONE = new Policy() {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public Optional<Refusal> refusal(RoomId room, UserId sender) {
            return Optional.empty();
        }

        @Override
        public HealthStatus status() {
            return HealthStatus.UP;
        }

        @Override
        public void close() {}
    };

    /** @return whether the rules have been read; may block for a bounded time while they have not */
    boolean isKnown();

    /** @return why an invite into this room by this user is refused, or empty; never blocks */
    Optional<Refusal> refusal(RoomId room, UserId sender);

    /** @return whether the rules can be read; never blocks */
    HealthStatus status();

    @Override
    void close();

    /**
     * Starts to follow operators' rules and the homeserver's rooms.
     *
     * @param patience how long an invite may wait at a start for the rules to be read
     * @throws IllegalStateException if a topic does not exist
     */
    static Policy follow(Feed<PolicyRule> rules, Feed<RoomFacts> rooms, Duration patience) {
        PolicyTables tables = new PolicyTables();
        FeedReader<PolicyRule> ruleFeed = rules.follow(tables::rule);
        try {
            return new FollowedPolicy(tables, List.of(ruleFeed, rooms.follow(tables::room)), patience);
        } catch (RuntimeException failure) {
            ruleFeed.close();
            throw failure;
        }
    }
}
