package io.vestibule.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryServerTest {

    private static final Topic<RoomFacts> TOPIC = Topics.HOMESERVER_ROOMS;
    private static final RoomFacts FACTS =
            RoomFacts.newBuilder().setRoomId("!r:a.example").build();

    private final RegistryServer registry = RegistryServer.start("registry-server-test");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_record_that_is_written_over_http_is_read_in_this_process_and_over_http() {
        try (AvroSerdes remote = serdes(registry.url());
                AvroSerdes local = serdes(registry.inProcess());
                AvroSerdes other = serdes(registry.url())) {
            // When
            byte[] written = remote.serializer(TOPIC).serialize(TOPIC.name(), FACTS);

            // Then
            assertThat(local.deserializer(TOPIC).deserialize(TOPIC.name(), written))
                    .isEqualTo(FACTS);
            assertThat(other.deserializer(TOPIC).deserialize(TOPIC.name(), written))
                    .isEqualTo(FACTS);
        }
    }

    @Test
    void who_comes_while_it_is_down_waits_and_it_knows_everything_when_it_is_back() {
        try (AvroSerdes early = serdes(registry.url());
                AvroSerdes late = serdes(registry.url())) {
            // Given
            byte[] written = early.serializer(TOPIC).serialize(TOPIC.name(), FACTS);

            // When
            registry.goDown();

            // Then
            assertThatThrownBy(() -> late.deserializer(TOPIC).deserialize(TOPIC.name(), written))
                    .isInstanceOf(KafkaException.class);
            registry.comeBack();
            assertThat(late.deserializer(TOPIC).deserialize(TOPIC.name(), written))
                    .isEqualTo(FACTS);
        }
    }

    private static AvroSerdes serdes(String url) {
        return AvroSerdes.of(Map.of("schema.registry.url", url, "auto.register.schemas", true));
    }
}
