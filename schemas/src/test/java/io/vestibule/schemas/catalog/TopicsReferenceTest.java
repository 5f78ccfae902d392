package io.vestibule.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/topics.md} is made from the catalogue and the schemas: {@code -Ddocs.write=true} writes it again after they have
 * changed.
 */
class TopicsReferenceTest {

    private static final Path PAGE = Path.of("../docs/topics.md");

    private static final String INTRODUCTION = """
            # Topics and records

            <!-- Made from io.vestibule.schemas.catalog.Topics and the schemas by TopicsReferenceTest; change them there. -->

            Keys are raw UTF-8, values are Avro in Confluent's wire format under the subject `<topic>-value`. A deployment's prefix
            (`kafka.topics.prefix`) stands in front of every name. All topics have the same number of partitions; keys are hashed
            as Kafka's Java client does, `invites.state` by its room alone. Records of client-facing services and of the homeserver
            are taken whatever their key is: the value names the room.

            """;

    @Test
    void the_page_is_what_the_catalogue_says() throws IOException {
        // When
        String page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }

        // Then
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append(
                "| topic | key | value | writer | kept | timestamp | largest record |\n|---|---|---|---|---|---|---|\n");
        Map<String, Schema> types = new TreeMap<>();
        for (Topic<?> topic : Topics.all()) {
            page.append(row(topic));
            collect(topic.schema(), types);
        }
        page.append("\n## Records\n");
        types.values().forEach(type -> describe(type, page));
        return page.toString();
    }

    private static String row(Topic<?> topic) {
        Keeping keeping = topic.keeping();
        String days = days(keeping.retention());
        String kept = switch (keeping.cleanup()) {
            case DELETE -> days;
            case COMPACT -> "the newest of each key; tombstones " + days;
        };
        String name = topic.schema().getName();
        return "| `%s` | %s | [%s](#%s) | %s | %s | `%s` | %d KiB |%n"
                .formatted(
                        topic.name(),
                        words(topic.key()),
                        name,
                        name.toLowerCase(Locale.ROOT),
                        words(topic.writer()),
                        kept,
                        keeping.timestamps().value(),
                        keeping.maxMessageBytes() / 1024);
    }

    private static String days(Duration retention) {
        return retention.toDays() + " days";
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void collect(Schema schema, Map<String, Schema> types) {
        switch (schema.getType()) {
            case RECORD -> {
                if (types.putIfAbsent(schema.getName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), types));
                }
            }
            case ENUM -> types.putIfAbsent(schema.getName(), schema);
            case ARRAY -> collect(schema.getElementType(), types);
            case MAP -> collect(schema.getValueType(), types);
            case UNION -> schema.getTypes().forEach(part -> collect(part, types));
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static void describe(Schema type, StringBuilder page) {
        page.append("\n### ").append(type.getName()).append("\n\n");
        Optional.ofNullable(type.getDoc())
                .ifPresent(doc -> page.append(line(doc)).append("\n\n"));
        if (type.getType() == Schema.Type.ENUM) {
            page.append(type.getEnumSymbols().stream()
                    .map(symbol -> "`" + symbol + "`")
                    .collect(Collectors.joining(", ")));
            page.append('\n');
            return;
        }
        page.append("| field | type | meaning |\n|---|---|---|\n");
        type.getFields()
                .forEach(field -> page.append("| `%s` | %s | %s |%n"
                        .formatted(
                                field.name(),
                                typeName(field.schema()),
                                Optional.ofNullable(field.doc())
                                        .map(TopicsReferenceTest::line)
                                        .orElse(""))));
    }

    private static String typeName(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM ->
                "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
            case ARRAY -> "list of " + typeName(schema.getElementType());
            case MAP -> "map to " + typeName(schema.getValueType());
            case UNION ->
                schema.getTypes().stream()
                        .filter(part -> part.getType() != Schema.Type.NULL)
                        .map(TopicsReferenceTest::typeName)
                        .collect(Collectors.joining(" or ", "", " or null"));
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }

    private static String line(String doc) {
        return doc.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
