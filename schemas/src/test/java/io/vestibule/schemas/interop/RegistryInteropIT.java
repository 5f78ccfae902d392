package io.vestibule.schemas.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.registry.RegistryRefusedException;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import io.vestibule.schemas.registry.SchemaRegistry;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our client against a registry server that others wrote, with Confluent's own client as the judge. */
class RegistryInteropIT {

    private static Apicurio server;
    private static ConfluentOracle confluent;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> home = Apicurio.fetch();
        Assumptions.assumeTrue(home.isPresent(), "no registry server to test against");
        server = Apicurio.start(home.get());
        confluent = new ConfluentOracle(server.url());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void every_schema_of_ours_has_the_same_id_for_both_clients_whoever_registered_it() throws Exception {
        try (AvroSerdes serdes = AvroSerdes.of(config("auto.register.schemas", "true"))) {
            // Given
            List<Topic<?>> ours = List.copyOf(prefixed("ours."));
            List<Topic<?>> theirs = List.copyOf(prefixed("theirs."));

            // When
            serdes.prepare(ours);
            Map<String, Integer> registeredByConfluent = new HashMap<>();
            for (Topic<?> topic : theirs) {
                registeredByConfluent.put(
                        topic.name(),
                        confluent.register(
                                topic.name() + "-value", topic.schema().toString()));
            }

            // Then
            for (Topic<?> topic : ours) {
                int id = serdes.registry().idOf(topic.name() + "-value", topic.schema());
                assertThat(confluent.idOf(
                                topic.name() + "-value", topic.schema().toString()))
                        .isEqualTo(id);
                assertThat(serdes.registry().schemaOf(id, "")).isEqualTo(topic.schema());
            }
            for (Topic<?> topic : theirs) {
                assertThat(serdes.registry().idOf(topic.name() + "-value", topic.schema()))
                        .isEqualTo(registeredByConfluent.get(topic.name()));
            }
        }
    }

    @Test
    void each_reads_what_the_other_wrote() throws Exception {
        // Given
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED.prefixed("exchange.");
        InviteReceived invite = invite();
        try (AvroSerdes serdes = AvroSerdes.of(config("auto.register.schemas", "true"))) {
            // When
            byte[] ours = serdes.serializer(topic).serialize(topic.name(), invite);
            GenericRecord readByConfluent = confluent.read(ours);
            byte[] theirs = confluent.write(topic.name() + "-value", readByConfluent);
            InviteReceived readByUs = serdes.deserializer(topic).deserialize(topic.name(), theirs);

            // Then
            assertThat(readByConfluent.get("event_id")).hasToString("$event");
            assertThat(readByConfluent.get("via")).hasToString("[a.example, b.example]");
            assertThat(theirs).isEqualTo(ours);
            assertThat(readByUs).isEqualTo(invite);
        }
    }

    @Test
    void a_record_of_a_newer_release_is_read_by_this_one() throws Exception {
        // Given
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED.prefixed("newer.");
        String newer = InviteReceived.getClassSchema()
                .toString()
                .replaceFirst(
                        "\"fields\":\\[", "\"fields\":[{\"name\":\"added\",\"type\":\"string\",\"default\":\"\"},")
                .replaceFirst("\"UNKNOWN\",\"V1\"", "\"UNKNOWN\",\"V9\",\"V1\"");
        try (AvroSerdes serdes = AvroSerdes.of(config("auto.register.schemas", "true"))) {
            GenericRecord base = confluent.read(serdes.serializer(topic).serialize(topic.name(), invite()));
            var schema = new org.apache.flink.avro.shaded.org.apache.avro.Schema.Parser().parse(newer);
            var record = new org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData.Record(schema);
            base.getSchema().getFields().forEach(field -> record.put(field.name(), base.get(field.name())));
            record.put("added", "later");
            record.put(
                    "endpoint",
                    new org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData.EnumSymbol(
                            schema.getField("endpoint").schema(), "V9"));

            // When
            byte[] written = confluent.write(topic.name() + "-value", record);
            InviteReceived read = serdes.deserializer(topic).deserialize(topic.name(), written);

            // Then
            assertThat(read.getEventId()).isEqualTo("$event");
            assertThat(read.getEndpoint()).isEqualTo(io.vestibule.schemas.InviteEndpoint.UNKNOWN);
        }
    }

    @Test
    void registering_is_not_ours_unless_it_is_said() throws Exception {
        // Given
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED.prefixed("production.");
        try (AvroSerdes serdes = AvroSerdes.of(config("max.retries", "0"))) {
            assertThatThrownBy(() -> serdes.prepare(List.of(topic)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("production.invites.received-value");
        }

        // When
        int id = confluent.register(
                "production.invites.received-value",
                InviteReceived.getClassSchema().toString());

        // Then
        try (AvroSerdes serdes = AvroSerdes.of(config("max.retries", "0"))) {
            serdes.prepare(List.of(topic));
            byte[] bytes = serdes.serializer(topic).serialize(topic.name(), invite());
            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
        }
    }

    @Test
    void the_newest_schema_of_a_subject_is_written_when_that_is_asked_for() throws Exception {
        // Given
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED.prefixed("latest.");
        String newer = InviteReceived.getClassSchema()
                .toString()
                .replaceFirst(
                        "\"fields\":\\[", "\"fields\":[{\"name\":\"added\",\"type\":\"string\",\"default\":\"x\"},");
        int id = confluent.register("latest.invites.received-value", newer);
        Map<String, Object> config = config("use.latest.version", "true");
        try (AvroSerdes serdes = AvroSerdes.of(config)) {
            // When
            byte[] bytes = serdes.serializer(topic).serialize(topic.name(), invite());

            // Then
            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
            assertThat(confluent.read(bytes).get("added")).hasToString("x");
            assertThat(serdes.deserializer(topic).deserialize(topic.name(), bytes))
                    .isEqualTo(invite());
        }
    }

    @Test
    void an_incompatible_schema_is_refused_and_an_unknown_one_not_found() throws Exception {
        // Given
        Schema first = SchemaBuilder.record("Thing")
                .namespace("t")
                .fields()
                .requiredString("a")
                .endRecord();
        Schema second = SchemaBuilder.record("Thing")
                .namespace("t")
                .fields()
                .requiredInt("a")
                .endRecord();
        try (SchemaRegistry registry =
                io.vestibule.schemas.registry.SchemaRegistries.open(config("max.retries", "0"))) {
            int id = registry.register("things-value", first);
            server.requireCompatibility("things-value", "FULL_TRANSITIVE");

            // When
            boolean compatible = confluent.isCompatible("things-value", second.toString());

            // Then
            assertThat(compatible).isFalse();
            assertThat(registry.latest("things-value").id()).isEqualTo(id);
            assertThatThrownBy(() -> registry.register("things-value", second))
                    .isInstanceOfSatisfying(
                            RegistryRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(409));
            assertThatThrownBy(() -> registry.idOf("things-value", second)).isInstanceOf(SchemaNotFoundException.class);
            assertThatThrownBy(() -> registry.idOf("nothing-value", first)).isInstanceOf(SchemaNotFoundException.class);
            assertThatThrownBy(() -> registry.latest("nothing-value")).isInstanceOf(SchemaNotFoundException.class);
        }
    }

    @Test
    void a_record_with_an_id_of_nowhere_is_bad_and_without_a_registry_it_is_not() {
        // Given
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED;
        byte[] record = {0, 1, 1, 1, 1, 0};
        Map<String, Object> gone = config("max.retries", "0");
        gone.put("schema.registry.url", "http://127.0.0.1:1/apis/ccompat/v7");
        try (AvroSerdes reachable = AvroSerdes.of(config("max.retries", "0"));
                AvroSerdes unreachable = AvroSerdes.of(gone)) {
            // When
            // Then
            assertThatThrownBy(() -> reachable.deserializer(topic).deserialize(topic.name(), record))
                    .isInstanceOf(BadRecordException.class);
            assertThatThrownBy(() -> unreachable.deserializer(topic).deserialize(topic.name(), record))
                    .isNotInstanceOf(BadRecordException.class)
                    .isInstanceOf(org.apache.kafka.common.errors.DisconnectException.class);
        }
    }

    private static List<? extends Topic<?>> prefixed(String prefix) {
        return Topics.all().stream().map(topic -> topic.prefixed(prefix)).toList();
    }

    private static Map<String, Object> config(String key, String value) {
        Map<String, Object> config = new HashMap<>();
        config.put("schema.registry.url", server.url());
        config.put("basic.auth.credentials.source", "USER_INFO");
        config.put("basic.auth.user.info", "vestibule:secret");
        config.put(key, value);
        return config;
    }

    private static InviteReceived invite() {
        return InviteReceived.newBuilder()
                .setRoomId("!room:a.example")
                .setUserId("@bob:us.example")
                .setEventId("$event")
                .setRoomVersion("11")
                .setSender("@alice:a.example")
                .setOrigin("a.example")
                .setReceivedAt(1)
                .setReferenceHash("hash")
                .setEventJson("{\"type\":\"m.room.member\",\"emoji\":\"\u00e9\u20ac\"}")
                .setVia(List.of("a.example", "b.example"))
                .build();
    }
}
