package io.vestibule.ingress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.RunningIngress;
import io.vestibule.ingress.scene.SharedBroker;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.health.Probe;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.InviteFilter;
import io.vestibule.schemas.InvitePermission;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.PolicyEffect;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.PolicySubject;
import io.vestibule.schemas.RefusalKind;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Policy from its topic to the inviter's answer, on a real broker. */
class PolicyIT {

    private static final String PREFIX = "policy-it.";
    private static final RoomId ROOM = RoomId.of("!policy:a.example");

    private final Stage stage = new Stage();
    private final String bootstrap = SharedBroker.withTopics(PREFIX);

    @Test
    void a_rule_is_in_force_from_the_start_until_it_is_taken_back() throws Exception {
        try (AvroSerdes serdes =
                        AvroSerdes.of(Map.of("schema.registry.url", "embedded", "bootstrap.servers", bootstrap));
                KafkaProducer<String, byte[]> operator = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            // Given
            publish(operator, serdes, rule());
            try (RunningIngress ingress = RunningIngress.of(stage, bootstrap, PREFIX)) {
                Pdu invite = stage.alices.invite(ROOM, UserId.of("@bob:us.example"), RoomVersions.V11);
                Call call = Call.v2(stage.alices, invite, List.of());

                // When
                HttpResponse<String> blocked = ingress.send(call);
                publish(operator, serdes, null);

                // Then
                assertThat(blocked.statusCode()).as(blocked.body()).isEqualTo(403);
                assertThat(ingress.facts()).isEmpty();
                assertThat(ingress.health.isUp(Probe.READY)).isTrue();
                await().untilAsserted(() -> assertThat(refusals(serdes))
                        .singleElement()
                        .satisfies(refusal -> {
                            assertThat(refusal.getKind()).isEqualTo(RefusalKind.POLICY_RULE);
                            assertThat(refusal.getEventId())
                                    .isEqualTo(invite.eventId().value());
                        }));
                await().untilAsserted(() ->
                        assertThat(ingress.send(call).statusCode()).isEqualTo(200));
            }
        }
    }

    @Test
    void what_users_want_counts_where_anybody_is_taken_to_exist() throws Exception {
        String prefix = "wishes.";
        SharedBroker.makeTopics(bootstrap, prefix);
        Topic<LocalUser> topic = Topics.HOMESERVER_USERS.prefixed(prefix);
        try (AvroSerdes serdes =
                        AvroSerdes.of(Map.of("schema.registry.url", "embedded", "bootstrap.servers", bootstrap));
                KafkaProducer<String, byte[]> homeserver = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            // Given
            LocalUser carol = LocalUser.newBuilder()
                    .setUserId("@carol:us.example")
                    .setInvites(InvitePermission.BLOCK)
                    .build();
            LocalUser dave = LocalUser.newBuilder()
                    .setUserId("@dave:us.example")
                    .setFilter(InviteFilter.newBuilder()
                            .setBlockedServers(List.of("a.*"))
                            .build())
                    .build();
            for (LocalUser user : List.of(carol, dave)) {
                byte[] value = serdes.serializer(topic).serialize(topic.name(), user);
                homeserver
                        .send(new ProducerRecord<>(topic.name(), user.getUserId(), value))
                        .get();
            }
            try (RunningIngress ingress = RunningIngress.of(stage, bootstrap, prefix)) {
                // When
                HttpResponse<String> forCarol = ingress.send(inviteOf("@carol:us.example"));
                HttpResponse<String> forDave = ingress.send(inviteOf("@dave:us.example"));
                HttpResponse<String> forBob = ingress.send(inviteOf("@bob:us.example"));

                // Then
                assertThat(forCarol.statusCode() + forCarol.body())
                        .contains("403", "M_INVITE_BLOCKED")
                        .doesNotContain("signatures");
                assertThat(forDave.statusCode() + forDave.body())
                        .contains("403", "M_INVITE_BLOCKED")
                        .doesNotContain("signatures");
                assertThat(forBob.statusCode()).as(forBob.body()).isEqualTo(200);
                assertThat(ingress.facts()).hasSize(1);
            }
        }
    }

    @Test
    void records_of_feeds_that_cannot_be_read_are_counted_by_topic() throws Exception {
        String prefix = "junk.";
        SharedBroker.makeTopics(bootstrap, prefix);
        List<String> topics = List.of("homeserver.users", "homeserver.rooms", "invites.policy");
        try (KafkaProducer<String, byte[]> anybody = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            // Given
            for (String topic : topics) {
                anybody.send(new ProducerRecord<>(prefix + topic, "x", topic.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }

            // When
            try (RunningIngress ingress = RunningIngress.of(stage, bootstrap, prefix)) {
                await().until(() -> ingress.health.isUp(Probe.READY));

                // Then
                for (String topic : topics) {
                    assertThat(ingress.metrics.scrape())
                            .contains("ingress_feeds_unreadable_total{topic=\"" + prefix + topic + "\"} 1.0");
                }
            }
        }
    }

    private Call inviteOf(String user) {
        return Call.v2(stage.alices, stage.alices.invite(ROOM, UserId.of(user), RoomVersions.V11), List.of());
    }

    private static PolicyRule rule() {
        return PolicyRule.newBuilder()
                .setRuleId("r")
                .setSubject(PolicySubject.SERVER)
                .setGlob("a.*")
                .setEffect(PolicyEffect.BLOCK)
                .build();
    }

    private static void publish(KafkaProducer<String, byte[]> operator, AvroSerdes serdes, @Nullable PolicyRule rule)
            throws Exception {
        Topic<PolicyRule> topic = Topics.INVITES_POLICY.prefixed(PREFIX);
        byte[] value = serdes.serializer(topic).serialize(topic.name(), rule);
        operator.send(new ProducerRecord<>(topic.name(), "r", value)).get();
    }

    private List<InviteRefusal> refusals(AvroSerdes serdes) {
        Topic<InviteRefusal> topic = Topics.INVITES_REFUSALS.prefixed(PREFIX);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<InviteRefusal> found = new java.util.ArrayList<>();
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (found.isEmpty() && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(read -> found.add(serdes.deserializer(topic).deserialize(topic.name(), read.value())));
            }
            return found;
        }
    }
}
