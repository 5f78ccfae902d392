package io.vestibule.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.registry.MockSchemaRegistry;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroSerdesTest {

    private static final String TOPIC = Topics.INVITES_RECEIVED.name();

    private final String scope = UUID.randomUUID().toString();
    private final Map<String, Object> config = Map.of("schema.registry.url", "mock://" + scope);

    @AfterEach
    void dropScope() {
        MockSchemaRegistry.drop(scope);
    }

    @Test
    void generated_classes_are_readable_without_a_flag_on_the_command_line() {
        assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
    }

    @Test
    void what_was_written_is_read() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            byte[] bytes = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());

            // When
            InviteReceived read = serdes.deserializer(Topics.INVITES_RECEIVED).deserialize(TOPIC, bytes);

            // Then
            assertThat(read).isEqualTo(Records.invite());
            assertThat(read.getVia()).containsExactly("a.example", "b.example");
            assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
        }
    }

    @Test
    void nothing_is_written_as_nothing_and_read_as_nothing() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            // When
            byte[] bytes = serdes.serializer(Topics.INVITES_STATE).serialize("invites.state", null);

            // Then
            assertThat(bytes).isNull();
            assertThat(serdes.deserializer(Topics.INVITES_STATE).deserialize("invites.state", null))
                    .isNull();
        }
    }

    @Test
    void a_prefixed_topic_has_a_subject_of_its_own() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            // When
            serdes.serializer(Topics.INVITES_RECEIVED.prefixed("eu.")).serialize("eu." + TOPIC, Records.invite());

            // Then
            assertThat(serdes.registry().latest("eu.invites.received-value").schema())
                    .isEqualTo(InviteReceived.getClassSchema());
            assertThatThrownBy(() -> serdes.registry().latest("invites.received-value"))
                    .isInstanceOf(SchemaNotFoundException.class);
        }
    }

    @Test
    void a_schema_guid_in_the_payload_or_a_reference_in_the_header_is_read() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Serializer<InviteReceived> serializer = serdes.serializer(Topics.INVITES_RECEIVED);
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            byte[] written = serializer.serialize(TOPIC, Records.invite());
            byte[] bare = Arrays.copyOfRange(written, 5, written.length);
            byte[] id = Arrays.copyOf(written, 5);
            byte[] guid = guid(InviteReceived.getClassSchema().toString());

            // When
            InviteReceived byGuid = deserializer.deserialize(TOPIC, concat(guid, bare));
            InviteReceived byIdHeader = deserializer.deserialize(
                    TOPIC, new RecordHeaders().add("__value_schema_id", id), ByteBuffer.wrap(bare));
            InviteReceived byGuidHeader =
                    deserializer.deserialize(TOPIC, new RecordHeaders().add("__value_schema_id", guid), bare);

            // Then
            assertThat(byGuid).isEqualTo(Records.invite());
            assertThat(byIdHeader).isEqualTo(Records.invite());
            assertThat(byGuidHeader).isEqualTo(Records.invite());
        }
    }

    @Test
    void thousands_of_threads_share_a_serializer_and_a_deserializer() throws Exception {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Serializer<InviteReceived> serializer = serdes.serializer(Topics.INVITES_RECEIVED);
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            List<Callable<InviteReceived>> work = IntStream.range(0, 2_000)
                    .<Callable<InviteReceived>>mapToObj(i -> () -> deserializer.deserialize(
                            TOPIC, serializer.serialize(TOPIC, Records.inviteWithEventId("$" + i))))
                    .toList();

            // When
            List<Future<InviteReceived>> read = threads.invokeAll(work);

            // Then
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).get()).isEqualTo(Records.inviteWithEventId("$" + i));
            }
        }
    }

    @Test
    void a_record_with_a_missing_field_is_not_written() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Serializer<InviteReceived> serializer = serdes.serializer(Topics.INVITES_RECEIVED);

            // When
            // Then
            assertThatThrownBy(() -> serializer.serialize(TOPIC, new InviteReceived()))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(TOPIC)
                    .hasMessageContaining("InviteReceived");
            assertThat(serializer.serialize(TOPIC, Records.invite())).isNotEmpty();
        }
    }

    @Test
    void bytes_that_are_no_record_are_a_bad_record() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            byte[] written = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            byte[] otherType =
                    serdes.serializer(Topics.INVITES_COMMANDS).serialize("invites.commands", Records.command());

            // When
            // Then
            assertBad(deserializer, new byte[0], "empty");
            assertBad(deserializer, new byte[] {0, 0, 0}, "3 bytes");
            assertBad(deserializer, new byte[] {'{', '}', 0, 0, 0, 0}, "names no schema");
            assertBad(deserializer, new byte[] {0, 0, 0, 99, 99, 1, 2}, "no registry entry");
            assertBad(deserializer, Arrays.copyOf(written, written.length - 4), "not Avro of its schema");
            assertBad(deserializer, otherType, "not Avro of its schema");
        }
    }

    @Test
    void no_garbage_behind_a_good_prefix_does_anything_but_fail_as_a_bad_record() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            byte[] written = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            int survived = 0;

            // When
            for (int round = 0; round < 20_000; round++) {
                byte[] mangled = written.clone();
                for (int flips = 0; flips < 3; flips++) {
                    mangled[ThreadLocalRandom.current().nextInt(5, mangled.length)] =
                            (byte) ThreadLocalRandom.current().nextInt();
                }
                try {
                    deserializer.deserialize(TOPIC, mangled);
                } catch (BadRecordException expected) {
                    survived++;
                }
            }

            // Then
            assertThat(survived).isPositive();
        }
    }

    @Test
    void a_length_of_two_gigabytes_does_not_become_an_allocation() {
        // Given
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            Deserializer<InviteReceived> deserializer = serdes.deserializer(Topics.INVITES_RECEIVED);
            byte[] written = serdes.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            byte[] hugeString = concat(Arrays.copyOf(written, 5), new byte[] {-16, -1, -1, -1, 15, 'x'});

            // When
            // Then
            assertBad(deserializer, hugeString, "not Avro of its schema");
        }
    }

    @Test
    void bytes_behind_the_record_are_refused_only_when_asked() {
        // Given
        Map<String, Object> strict =
                Map.of("schema.registry.url", "mock://" + scope, "avro.fail.on.trailing.data", "true");
        try (AvroSerdes lenient = AvroSerdes.of(config);
                AvroSerdes checked = AvroSerdes.of(strict)) {
            byte[] written = lenient.serializer(Topics.INVITES_RECEIVED).serialize(TOPIC, Records.invite());
            byte[] longer = Arrays.copyOf(written, written.length + 1);

            // When
            InviteReceived read = lenient.deserializer(Topics.INVITES_RECEIVED).deserialize(TOPIC, longer);

            // Then
            assertThat(read).isEqualTo(Records.invite());
            assertBad(checked.deserializer(Topics.INVITES_RECEIVED), longer, "bytes follow");
        }
    }

    @Test
    void an_unregistered_schema_is_not_written_when_registering_is_not_ours() {
        // Given
        Map<String, Object> noRegister =
                Map.of("schema.registry.url", "mock://" + scope, "auto.register.schemas", "false");
        try (AvroSerdes serdes = AvroSerdes.of(noRegister)) {
            // When
            // Then
            assertThatThrownBy(() -> serdes.prepare(List.of(Topics.INVITES_RECEIVED)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("io.vestibule.schemas.InviteReceived")
                    .hasMessageContaining("invites.received-value")
                    .hasMessageContaining("auto.register.schemas");
        }
    }

    @Test
    void a_url_that_is_no_registry_is_refused_by_name() {
        assertThatThrownBy(() -> AvroSerdes.of(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> AvroSerdes.of(Map.of("schema.registry.url", "ftp://x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> AvroSerdes.of(Map.of("schema.registry.url", "mock://a,http://b")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mixes");
        assertThatThrownBy(() -> AvroSerdes.of(Map.of("schema.registry.url", "embedded")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    private static void assertBad(Deserializer<?> deserializer, byte[] bytes, String reason) {
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining(reason);
    }

    private static byte[] guid(String text) {
        try {
            byte[] md5 = java.security.MessageDigest.getInstance("MD5")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return concat(new byte[] {1}, md5);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
