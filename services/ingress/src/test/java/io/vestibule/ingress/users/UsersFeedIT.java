package io.vestibule.ingress.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InvitePermission;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class UsersFeedIT {

    private static final UserId BOB = UserId.of("@bob:us.example");

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://users-feed"));
    private Topic<LocalUser> topic;
    private String bootstrap;
    private KafkaProducer<String, byte[]> homeserver;
    private final AtomicInteger unreadable = new AtomicInteger();
    private UsersFeed feed;

    @BeforeEach
    void start(TestInfo test) {
        String prefix = "u" + Math.abs(test.getDisplayName().hashCode()) + ".";
        bootstrap = SharedBroker.withTopics(prefix);
        topic = Topics.HOMESERVER_USERS.prefixed(prefix);
        homeserver = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        if (feed != null) {
            feed.close();
        }
        homeserver.close();
        serdes.close();
    }

    @Test
    void an_empty_feed_without_its_marker_knows_nothing_yet() {
        // Given
        feed = follow();
        // When
        Standing standing = feed.standing(BOB);
        // Then
        assertThat(standing).isEqualTo(Standing.NOT_KNOWN_YET);
        assertThat(feed.status()).isInstanceOf(HealthStatus.Down.class);
    }

    @Test
    void a_complete_feed_knows_who_exists_who_does_not_and_who_blocks() throws Exception {
        // Given
        write("@bob:us.example", user("@bob:us.example", true, InvitePermission.ALLOW));
        write("@carol:us.example", user("@carol:us.example", true, InvitePermission.BLOCK));
        write("@gone:us.example", user("@gone:us.example", true, InvitePermission.ALLOW));
        write("@gone:us.example", user("@gone:us.example", false, InvitePermission.ALLOW));
        write("@deleted:us.example", user("@deleted:us.example", true, InvitePermission.ALLOW));
        write("@deleted:us.example", null);
        write("*", user("*", true, InvitePermission.ALLOW));
        // When
        feed = follow();
        // Then
        assertThat(feed.standing(BOB)).isEqualTo(Standing.TAKES_INVITES);
        assertThat(feed.standing(UserId.of("@carol:us.example"))).isEqualTo(Standing.BLOCKS_INVITES);
        assertThat(feed.standing(UserId.of("@gone:us.example"))).isEqualTo(Standing.UNKNOWN);
        assertThat(feed.standing(UserId.of("@deleted:us.example"))).isEqualTo(Standing.UNKNOWN);
        assertThat(feed.standing(UserId.of("@never:us.example"))).isEqualTo(Standing.UNKNOWN);
        assertThat(feed.status()).isEqualTo(HealthStatus.UP);
        assertThat(feed.size()).isEqualTo(2);
    }

    @Test
    void a_user_who_registered_a_moment_ago_is_found() throws Exception {
        // Given
        write("*", user("*", true, InvitePermission.ALLOW));
        feed = follow();
        assertThat(feed.standing(BOB)).isEqualTo(Standing.UNKNOWN);
        // When
        write("@bob:us.example", user("@bob:us.example", true, InvitePermission.ALLOW));
        // Then
        assertThat(feed.standing(BOB)).isEqualTo(Standing.TAKES_INVITES);
    }

    @Test
    void keys_are_not_believed_and_unreadable_records_are_passed_over_and_counted() throws Exception {
        // Given
        write("@liar:us.example", user("@bob:us.example", true, InvitePermission.ALLOW));
        homeserver
                .send(new ProducerRecord<>(topic.name(), "@x:us.example", "junk".getBytes(StandardCharsets.UTF_8)))
                .get();
        write("*", user("*", true, InvitePermission.ALLOW));
        // When
        feed = follow();
        // Then
        assertThat(feed.standing(BOB)).isEqualTo(Standing.TAKES_INVITES);
        assertThat(feed.standing(UserId.of("@liar:us.example"))).isEqualTo(Standing.UNKNOWN);
        assertThat(unreadable).hasValue(1);
    }

    @Test
    void a_missing_topic_stops_the_start() {
        // Given
        Topic<LocalUser> missing = Topics.HOMESERVER_USERS.prefixed("missing.");
        // When
        // Then
        assertThatThrownBy(() -> follow(missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing.homeserver.users");
    }

    private UsersFeed follow() {
        return follow(topic);
    }

    private UsersFeed follow(Topic<LocalUser> users) {
        return UsersFeed.start(
                new Feed<>(users.name(), serdes.deserializer(users), this::consumer, unreadable::incrementAndGet),
                UsersFeed.Unnamed.UNKNOWN,
                Duration.ofSeconds(5));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "allow.auto.create.topics", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private void write(String key, @Nullable LocalUser user) throws ExecutionException, InterruptedException {
        byte[] value = serdes.serializer(topic).serialize(topic.name(), user);
        homeserver.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    private static LocalUser user(String id, boolean exists, InvitePermission permission) {
        return LocalUser.newBuilder()
                .setUserId(id)
                .setExists(exists)
                .setInvites(permission)
                .build();
    }
}
