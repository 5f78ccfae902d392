package io.vestibule.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.catalog.Writer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every contract must hold so that it can evolve and be replayed. */
class SchemaRulesTest {

    @Test
    void every_enum_has_a_default_for_symbols_of_later_releases() {
        assertThat(nested())
                .filteredOn(schema -> schema.getType() == Schema.Type.ENUM)
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.getEnumDefault())
                        .as(schema.getFullName())
                        .isNotNull());
    }

    @Test
    void no_value_holds_a_map_because_its_order_is_not_the_same_twice() {
        assertThat(nested()).noneMatch(schema -> schema.getType() == Schema.Type.MAP);
    }

    @Test
    void no_value_holds_a_float_because_replays_compare_bytes() {
        assertThat(nested())
                .noneMatch(schema -> schema.getType() == Schema.Type.FLOAT || schema.getType() == Schema.Type.DOUBLE);
    }

    @Test
    void unions_are_only_a_value_or_nothing_with_nothing_as_the_default() {
        assertThat(nested())
                .filteredOn(schema -> schema.getType() == Schema.Type.UNION)
                .allSatisfy(schema -> {
                    assertThat(schema.getTypes()).hasSize(2);
                    assertThat(schema.getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
                });
    }

    @Test
    void an_envelope_begins_with_its_type_and_holds_one_optional_field_for_each() {
        assertThat(List.of(InviteCommand.getClassSchema(), WorkOrder.getClassSchema(), ImportRecord.getClassSchema()))
                .allSatisfy(schema -> {
                    assertThat(schema.getField("type").schema().getEnumDefault())
                            .isEqualTo("UNKNOWN");
                    assertThat(schema.getFields())
                            .filteredOn(field -> field.schema().getType() == Schema.Type.UNION)
                            .isNotEmpty()
                            .allSatisfy(
                                    field -> assertThat(field.hasDefaultValue()).isTrue());
                });
    }

    @Test
    void records_from_outside_name_what_they_are_about_in_the_value() {
        assertThat(Topics.all())
                .filteredOn(topic -> topic.writer().external() || topic.writer() == Writer.INGRESS)
                .extracting(Topic::schema)
                .allSatisfy(schema -> assertThat(Stream.of("room_id", "user_id", "rule_id")
                                .map(schema::getField)
                                .toList())
                        .as(schema.getFullName())
                        .anyMatch(field -> field != null));
    }

    private static List<Schema> nested() {
        Map<String, Schema> found = new LinkedHashMap<>();
        Set<Schema> seen = new HashSet<>();
        Topics.all().forEach(topic -> collect(topic.schema(), seen, found));
        collect(StoredInvite.getClassSchema(), seen, found);
        collect(StoredRoom.getClassSchema(), seen, found);
        return List.copyOf(found.values());
    }

    private static void collect(Schema schema, Set<Schema> seen, Map<String, Schema> found) {
        if (!seen.add(schema)) {
            return;
        }
        found.put(schema.toString() + found.size(), schema);
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> collect(field.schema(), seen, found));
            case ARRAY -> collect(schema.getElementType(), seen, found);
            case MAP -> collect(schema.getValueType(), seen, found);
            case UNION -> schema.getTypes().forEach(type -> collect(type, seen, found));
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }
}
