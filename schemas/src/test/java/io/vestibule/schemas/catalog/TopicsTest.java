package io.vestibule.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.catalog.Keeping.Cleanup;
import io.vestibule.schemas.catalog.Keeping.Timestamps;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void the_table_of_topics_is_what_the_architecture_says() {
        // Given
        // When
        List<String> table = Topics.all().stream()
                .map(topic -> String.join(
                        " | ",
                        topic.name(),
                        topic.key().name(),
                        topic.writer().name(),
                        topic.keeping().cleanup().value(),
                        topic.keeping().timestamps().value()))
                .toList();

        // Then
        assertThat(table)
                .containsExactly(
                        "invites.received | ROOM | INGRESS | delete | LogAppendTime",
                        "invites.commands | ROOM | CLIENT_SERVICES | delete | LogAppendTime",
                        "homeserver.memberships | ROOM | HOMESERVER | compact | LogAppendTime",
                        "homeserver.rooms | ROOM | HOMESERVER | compact | LogAppendTime",
                        "homeserver.pdus | ROOM | HOMESERVER | delete | LogAppendTime",
                        "homeserver.users | USER | HOMESERVER | compact | LogAppendTime",
                        "homeserver.appservices | APPLICATION_SERVICE | APPSERVICE | compact | LogAppendTime",
                        "invites.policy | POLICY_RULE | OPERATORS | compact | LogAppendTime",
                        "invites.refusals | ROOM | INGRESS | delete | LogAppendTime",
                        "invites.events | ROOM | TOPOLOGY | delete | CreateTime",
                        "invites.state | ROOM_USER | TOPOLOGY | compact | CreateTime",
                        "invites.handshakes | ROOM | TOPOLOGY | delete | CreateTime",
                        "invites.handshake-results | ROOM | WORKER | delete | LogAppendTime",
                        "invites.outcomes | ROOM | TOPOLOGY | delete | CreateTime",
                        "invites.appservice | APPLICATION_SERVICE | TOPOLOGY | delete | CreateTime",
                        "rooms.imported | ROOM | WORKER | delete | LogAppendTime",
                        "invites.dead-letters | AS_READ | EVERY_PART | delete | LogAppendTime");
    }

    @Test
    void every_constant_is_in_the_list_of_all() throws Exception {
        // Given
        List<Object> constants = new ArrayList<>();
        for (Field field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Topic.class) {
                constants.add(field.get(null));
            }
        }

        // When
        List<Topic<?>> all = Topics.all();

        // Then
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(constants.stream()
                        .<Topic<?>>map(constant -> (Topic<?>) constant)
                        .toList());
        assertThat(all).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(all).extracting(Topic::valueType).doesNotHaveDuplicates();
    }

    @Test
    void only_the_topology_may_stamp_its_own_times() {
        assertThat(Topics.all())
                .allSatisfy(topic -> assertThat(topic.keeping().timestamps())
                        .isEqualTo(topic.writer() == Writer.TOPOLOGY ? Timestamps.CREATE : Timestamps.LOG_APPEND));
    }

    @Test
    void each_hop_allows_more_than_the_one_before() {
        assertThat(SizeBudget.EDGE_RECORD).isGreaterThanOrEqualTo(2 * SizeBudget.INVITE_ACCEPTED);
        assertThat(SizeBudget.DERIVED_RECORD).isGreaterThanOrEqualTo(4 * SizeBudget.EDGE_RECORD);
        assertThat(SizeBudget.BULK_RECORD).isGreaterThanOrEqualTo(2 * SizeBudget.DERIVED_RECORD);
        assertThat(Topics.all())
                .allSatisfy(
                        topic -> assertThat(topic.keeping().maxMessageBytes()).isLessThan(SizeBudget.PRODUCER_REQUEST));
    }

    @Test
    void a_compacted_topic_keeps_its_tombstones_and_a_deleted_one_its_age() {
        // Given
        Keeping state = Topics.INVITES_STATE.keeping();
        Keeping received = Topics.INVITES_RECEIVED.keeping();

        // When
        Map<String, String> compacted = state.topicConfig();
        Map<String, String> deleted = received.topicConfig();

        // Then
        assertThat(state.cleanup()).isEqualTo(Cleanup.COMPACT);
        assertThat(compacted).containsEntry("delete.retention.ms", "604800000").doesNotContainKey("retention.ms");
        assertThat(deleted).containsEntry("retention.ms", "604800000").containsEntry("max.message.bytes", "1048576");
    }

    @Test
    void only_a_single_replica_is_flushed_for_each_invite() {
        assertThat(TopicLayout.embedded().topicConfig(Topics.INVITES_RECEIVED)).containsEntry("flush.messages", "1");
        assertThat(TopicLayout.embedded().topicConfig(Topics.INVITES_STATE)).doesNotContainKey("flush.messages");
        assertThat(TopicLayout.cluster("").topicConfig(Topics.INVITES_RECEIVED)).doesNotContainKey("flush.messages");
    }
}
