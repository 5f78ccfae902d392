package io.vestibule.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.catalog.TopicDifference.Missing;
import io.vestibule.schemas.catalog.TopicDifference.PartitionCount;
import io.vestibule.schemas.catalog.TopicDifference.Setting;
import io.vestibule.testkit.broker.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdminIT {

    @TempDir
    static Path directory;

    private static TestBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void topics_are_created_once_as_the_catalogue_says_and_take_their_largest_record() throws Exception {
        // Given
        TopicLayout layout = new TopicLayout("large.", 1, (short) 1);
        TopicAdmin topics = new TopicAdmin(admin);

        // When
        TopicCheck first = topics.ensure(layout);
        TopicCheck second = topics.ensure(layout);

        // Then
        assertThat(first.created()).hasSize(Topics.all().size());
        assertThat(first.differences()).isEmpty();
        assertThat(second.created()).isEmpty();
        assertThat(second.differences()).isEmpty();
        second.requireUsable();
        writeLargestRecordTo(layout.topics());
    }

    @Test
    void what_differs_is_told_and_other_partition_counts_are_refused() throws Exception {
        // Given
        TopicLayout layout = new TopicLayout("odd.", 2, (short) 1);
        TopicAdmin topics = new TopicAdmin(admin);
        List<Topic<?>> wanted = List.of(
                Topics.INVITES_RECEIVED.prefixed("odd."),
                Topics.INVITES_COMMANDS.prefixed("odd."),
                Topics.INVITES_OUTCOMES.prefixed("odd."));
        admin.createTopics(List.of(
                        new NewTopic("odd.invites.received", Optional.of(3), Optional.empty())
                                .configs(layout.topicConfig(Topics.INVITES_RECEIVED)),
                        new NewTopic("odd.invites.commands", Optional.of(2), Optional.empty())
                                .configs(Topics.INVITES_COMMANDS.keeping().topicConfig())
                                .configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();

        // When
        List<TopicDifference> before = topics.compare(layout, wanted);
        TopicCheck check = topics.ensure(layout, wanted);

        // Then
        assertThat(before)
                .contains(
                        new Missing("odd.invites.outcomes"),
                        new PartitionCount("odd.invites.received", 3, 2),
                        new Setting("odd.invites.commands", "cleanup.policy", "compact", "delete"));
        assertThat(check.created()).containsExactly("odd.invites.outcomes");
        assertThat(check.refusals()).containsExactly(new PartitionCount("odd.invites.received", 3, 2));
        assertThatThrownBy(check::requireUsable)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("odd.invites.received has 3 partitions, not 2");
    }

    private static void writeLargestRecordTo(List<Topic<?>> topics) throws Exception {
        Map<String, Object> keys = new java.util.HashMap<>(SizeBudget.producerConfig());
        keys.put("bootstrap.servers", broker.bootstrapServers());
        keys.put("acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(keys, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic<?> topic : topics) {
                byte[] largest = new byte[topic.keeping().maxMessageBytes() - 1024];
                assertThat(producer.send(new ProducerRecord<>(topic.name(), new byte[] {1}, largest))
                                .get()
                                .serializedValueSize())
                        .isEqualTo(largest.length);
            }
        }
    }
}
