package io.vestibule.ingress.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.ingress.feed.Feed;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InvitePermission;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of users while the feed has records that have not been read yet. Kafka's own stand-in holds them back. */
class UsersAtAStartTest {

    private static final Topic<LocalUser> TOPIC = Topics.HOMESERVER_USERS;
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final UserId CAROL = UserId.of("@carol:us.example");

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://users-at-a-start"));
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void threeRecordsStandThere() {
        Node[] none = new Node[0];
        consumer.updatePartitions(TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, null, none, none)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
    }

    @AfterEach
    void stop() {
        serdes.close();
    }

    @Test
    void what_a_user_wanted_once_is_not_believed_before_the_feed_has_been_read_to_its_end() {
        try (UsersFeed feed = UsersFeed.start(users(), UsersFeed.Unnamed.UNKNOWN, PATIENCE)) {
            // Given
            comes(0, "@bob:us.example", InvitePermission.ALLOW);
            comes(1, "*", InvitePermission.ALLOW);
            await().until(() -> feed.size() == 1);

            // When
            Standing tooEarly = feed.standing(BOB);
            HealthStatus notReady = feed.status();
            comes(2, "@bob:us.example", InvitePermission.BLOCK);

            // Then
            assertThat(tooEarly).isEqualTo(Standing.NOT_KNOWN_YET);
            assertThat(notReady).isInstanceOf(HealthStatus.Down.class);
            await().untilAsserted(() -> assertThat(feed.standing(BOB)).isEqualTo(Standing.BLOCKS_INVITES));
            assertThat(feed.status()).isEqualTo(HealthStatus.UP);
        }
    }

    @Test
    void where_anybody_exists_nobody_takes_an_invite_before_it_is_known_who_wants_none() {
        try (UsersFeed users = UsersFeed.start(users(), UsersFeed.Unnamed.TAKES_INVITES, PATIENCE)) {
            // Given
            comes(0, "@bob:us.example", InvitePermission.BLOCK);
            comes(1, "@carol:us.example", InvitePermission.BLOCK);

            // When
            Standing tooEarly = users.standing(CAROL);
            HealthStatus notReady = users.status();
            comes(2, "@carol:us.example", InvitePermission.ALLOW);

            // Then
            assertThat(tooEarly).isEqualTo(Standing.NOT_KNOWN_YET);
            assertThat(notReady).isInstanceOf(HealthStatus.Down.class);
            await().untilAsserted(() -> assertThat(users.standing(CAROL)).isEqualTo(Standing.TAKES_INVITES));
            assertThat(users.standing(BOB)).isEqualTo(Standing.BLOCKS_INVITES);
            assertThat(users.standing(UserId.of("@anybody:us.example"))).isEqualTo(Standing.TAKES_INVITES);
            assertThat(users.status()).isEqualTo(HealthStatus.UP);
        }
    }

    private Feed<LocalUser> users() {
        return new Feed<>(TOPIC.name(), serdes.deserializer(TOPIC), () -> consumer, () -> {});
    }

    private void comes(long offset, String userId, InvitePermission invites) {
        LocalUser user = LocalUser.newBuilder()
                .setUserId(userId)
                .setExists(true)
                .setInvites(invites)
                .build();
        byte[] value = serdes.serializer(TOPIC).serialize(TOPIC.name(), user);
        consumer.addRecord(new ConsumerRecord<>(TOPIC.name(), 0, offset, userId, value));
    }
}
