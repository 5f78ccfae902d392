package io.vestibule.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class NamedClassesTest {

    private static final String TOPIC = Topics.INVITES_RECEIVED.name();

    /** What a deployment might name: writes the event ID and a configured mark. */
    public static final class TheirSerializer implements Serializer<InviteReceived> {
        private String mark = "";

        @Override
        public void configure(Map<String, ?> config, boolean isKey) {
            mark = config.get("their.mark") + (isKey ? "key" : "value");
        }

        @Override
        public byte[] serialize(String topic, InviteReceived value) {
            return (mark + value.getEventId()).getBytes(UTF_8);
        }
    }

    /** Fails as Confluent's does, by the first byte. */
    public static final class TheirDeserializer implements Deserializer<Object> {
        private boolean specific;

        @Override
        public void configure(Map<String, ?> config, boolean isKey) {
            specific = "true".equals(config.get("specific.avro.reader"));
        }

        @Override
        public Object deserialize(String topic, byte[] data) {
            return switch (data[0]) {
                case 0 -> throw new SerializationException("Unknown magic byte!");
                case 1 -> throw new SerializationException("cannot read", new EOFException());
                case 2 -> throw new SerializationException("cannot ask", new IOException("refused"));
                case 3 -> throw new SerializationException("no", new RestClientException("x; error code: 40403"));
                case 4 -> throw new SerializationException("no", new RestClientException("x; error code: 50001"));
                case 5 -> throw new TimeoutException("slow");
                case 6 -> "a string";
                default -> specific ? Records.invite() : "not configured";
            };
        }
    }

    /** Named like Confluent's. */
    static final class RestClientException extends Exception {
        private static final long serialVersionUID = 1L;

        RestClientException(String message) {
            super(message);
        }
    }

    @Test
    void classes_named_by_the_deployment_are_used_with_its_configuration() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config())) {
            // When
            byte[] written = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            InviteReceived read = serdes.deserializer(Topics.INVITES_RECEIVED).deserialize(TOPIC, new byte[] {99});

            // Then
            assertThat(new String(written, UTF_8)).isEqualTo("M-value$event");
            assertThat(read).isEqualTo(Records.invite());
        }
    }

    @Test
    void their_failures_are_sorted_into_bad_records_and_outages() {
        assertBad(0, true);
        assertBad(1, true);
        assertBad(2, false);
        assertBad(3, true);
        assertBad(4, false);
        assertBad(5, false);
        assertBad(6, true);
    }

    @Test
    void a_class_that_is_not_there_is_refused_by_name() {
        // Given
        Map<String, Object> config = config();
        config.put("value.serializer", "com.example.NoSuchSerializer");

        // When
        // Then
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            assertThatThrownBy(() -> serdes.serializer(Topics.INVITES_RECEIVED))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("com.example.NoSuchSerializer");
        }
    }

    private static void assertBad(int first, boolean bad) {
        try (AvroSerdes serdes = AvroSerdes.of(config())) {
            assertThatThrownBy(() ->
                            serdes.deserializer(Topics.INVITES_RECEIVED).deserialize(TOPIC, new byte[] {(byte) first}))
                    .satisfies(failure ->
                            assertThat(BadRecordException.isCauseOf(failure)).isEqualTo(bad));
        }
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("schema.registry.url", "mock://named");
        config.put("value.serializer", TheirSerializer.class.getName());
        config.put("value.deserializer", TheirDeserializer.class.getName());
        config.put("their.mark", "M-");
        return config;
    }
}
