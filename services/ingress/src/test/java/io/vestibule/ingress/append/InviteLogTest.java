package io.vestibule.ingress.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InviteLogTest {

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://invite-log"));
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final InviteLog invites = new InviteLog(
            producer,
            serdes.serializer(Topics.INVITES_RECEIVED),
            Topics.INVITES_RECEIVED,
            new ClockWatch(java.time.InstantSource.system(), ahead -> {}));

    @AfterEach
    void stop() {
        serdes.close();
    }

    @Test
    void an_append_ends_only_when_the_broker_has_acknowledged() {
        // Given
        CompletableFuture<Appended> ended = invites.append(invite("x"), null).toCompletableFuture();
        boolean before = ended.isDone();
        // When
        producer.completeNext();
        // Then
        assertThat(before).isFalse();
        assertThat(ended.join()).isInstanceOf(Appended.Acknowledged.class);
        assertThat(invites.status()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void a_refusal_of_the_broker_is_unavailable_and_not_a_loss_in_silence() {
        // Given
        CompletableFuture<Appended> ended = invites.append(invite("x"), null).toCompletableFuture();
        // When
        producer.errorNext(new NotEnoughReplicasException("1 of 2"));
        // Then
        assertThat(ended.join()).isEqualTo(new Appended.Unavailable("1 of 2"));
    }

    @Test
    void a_record_beyond_the_size_budget_is_never_sent() {
        // Given
        InviteReceived large = invite("x".repeat(600_000));
        // When
        Appended ended = invites.append(large, null).toCompletableFuture().join();
        // Then
        assertThat(ended).isInstanceOf(Appended.TooLarge.class);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void raw_client_keys_cannot_weaken_the_promise() {
        // Given
        var config = ConfigLoader.with(Map.of(
                "kafka.bootstrap-servers", "127.0.0.1:1",
                "kafka.acks", "1",
                "kafka.enable.idempotence", "false"));
        // When
        Map<String, Object> keys = InviteLog.producerConfig(config.kafka(), Duration.ofSeconds(5));
        // Then
        assertThat(keys)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("delivery.timeout.ms", 5000);
    }

    @Test
    void an_invite_waits_for_no_other_unless_raw_client_keys_say_so() {
        // Given
        var usual = ConfigLoader.with(Map.of("kafka.bootstrap-servers", "127.0.0.1:1"));
        var chosen = ConfigLoader.with(Map.of(
                "kafka.bootstrap-servers", "127.0.0.1:1",
                "kafka.linger.ms", "7",
                "kafka.max.in.flight.requests.per.connection", "3",
                "kafka.batch.size", "1000"));
        // When
        Map<String, Object> usualKeys = InviteLog.producerConfig(usual.kafka(), Duration.ofSeconds(5));
        Map<String, Object> chosenKeys = InviteLog.producerConfig(chosen.kafka(), Duration.ofSeconds(5));
        // Then
        assertThat(usualKeys)
                .containsEntry("linger.ms", 0)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("batch.size", 65_536);
        assertThat(chosenKeys)
                .containsEntry("linger.ms", "7")
                .containsEntry("max.in.flight.requests.per.connection", "3")
                .containsEntry("batch.size", "1000");
    }

    private static InviteReceived invite(String json) {
        return InviteReceived.newBuilder()
                .setRoomId("!r:a.example")
                .setUserId("@bob:us.example")
                .setEventId("$e")
                .setRoomVersion("11")
                .setSender("@alice:a.example")
                .setOrigin("a.example")
                .setReceivedAt(1)
                .setReferenceHash("h")
                .setEventJson(json)
                .build();
    }
}
