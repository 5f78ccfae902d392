package io.vestibule.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.StoredHash;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.registry.MockSchemaRegistry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChoiceTest {

    private static final String TOPIC = Topics.INVITES_RECEIVED.name();
    private static final String SUBJECT = TOPIC + "-value";

    private final String scope = UUID.randomUUID().toString();
    private final MockSchemaRegistry registry = MockSchemaRegistry.scope(scope);

    @AfterEach
    void dropScope() {
        MockSchemaRegistry.drop(scope);
    }

    @Test
    void registering_wins_over_every_other_choice() {
        // Given
        int other = registry.register(SUBJECT, thing());
        Map<String, Object> config =
                config("auto.register.schemas", "true", "use.latest.version", "true", "use.schema.id", "" + other);

        // When
        int id = idWrittenBy(config);

        // Then
        assertThat(registry.schemaOf(id, "")).isEqualTo(InviteReceived.getClassSchema());
    }

    @Test
    void a_newest_schema_that_cannot_read_the_record_is_refused_unless_told_otherwise() {
        // Given
        registry.register(SUBJECT, thing());
        Map<String, Object> config = config("auto.register.schemas", "false", "use.latest.version", "true");

        // When
        // Then
        assertThatThrownBy(() -> idWrittenBy(config))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining("InviteReceived");
    }

    @Test
    void a_fixed_id_is_written() {
        // Given
        int id = registry.register("elsewhere", InviteReceived.getClassSchema());

        // When
        int written = idWrittenBy(config("auto.register.schemas", "false", "use.schema.id", "" + id));

        // Then
        assertThat(written).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, invites.received-value",
        "io.confluent.kafka.serializers.subject.TopicNameStrategy, invites.received-value",
        "AssociatedNameStrategy, invites.received-value",
        "io.confluent.kafka.serializers.subject.RecordNameStrategy, io.vestibule.schemas.InviteReceived",
        "TopicRecordNameStrategy, invites.received-io.vestibule.schemas.InviteReceived",
    })
    void the_subject_follows_the_strategy(String strategy, String subject) {
        // Given
        Map<String, Object> config = config("value.subject.name.strategy", strategy);

        // When
        idWrittenBy(config);

        // Then
        assertThat(registry.latest(subject).schema()).isEqualTo(InviteReceived.getClassSchema());
    }

    @Test
    void java_properties_are_left_out_of_what_is_registered_when_asked_and_the_bytes_stay_the_same() {
        // Given
        try (AvroSerdes bare = AvroSerdes.of(config("avro.remove.java.properties", "true"))) {
            // When
            byte[] written = bare.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());

            // Then
            Schema registered = registry.latest(SUBJECT).schema();
            assertThat(registered.toString()).doesNotContain("avro.java.string");
            assertThat(registered.getField("sender").schema().getType()).isEqualTo(Schema.Type.STRING);
            assertThat(bare.deserializer(Topics.INVITES_RECEIVED).deserialize(TOPIC, written))
                    .isEqualTo(Records.invite());
        }
    }

    @Test
    void a_store_value_is_registered_by_its_own_name() {
        // Given
        StoredHash hash =
                StoredHash.newBuilder().setReferenceHash("h").setSeenAt(1).build();
        try (AvroSerdes serdes = AvroSerdes.of(config("auto.register.schemas", "true"))) {
            Serde<StoredHash> serde = serdes.storeSerde(StoredHash.class);
            serdes.prepareStores(List.of(StoredHash.class));

            // When
            byte[] bytes = serde.serializer().serialize("app-hashes-changelog", hash);

            // Then
            assertThat(serde.deserializer().deserialize("app-hashes-changelog", bytes))
                    .isEqualTo(hash);
            assertThat(registry.latest("io.vestibule.schemas.StoredHash").schema())
                    .isEqualTo(StoredHash.getClassSchema());
        }
    }

    @Test
    void wrong_values_are_refused_by_key() {
        assertRefused("value.subject.name.strategy", "MyStrategy");
        assertRefused("auto.register.schemas", "yes");
        assertRefused("use.schema.id", "seven");
        assertRefused("value.schema.id.serializer", "io.confluent.HeaderSchemaIdSerializer");
        assertRefused("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    }

    private void assertRefused(String key, String value) {
        assertThatThrownBy(() -> AvroSerdes.of(config(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    private int idWrittenBy(Map<String, Object> config) {
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            byte[] bytes = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            return ByteBuffer.wrap(bytes).getInt(1);
        }
    }

    private Map<String, Object> config(String... pairs) {
        Map<String, Object> config = new HashMap<>();
        config.put("schema.registry.url", "mock://" + scope);
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    private static Schema thing() {
        return SchemaBuilder.record("Thing")
                .namespace("t")
                .fields()
                .requiredString("a")
                .endRecord();
    }
}
