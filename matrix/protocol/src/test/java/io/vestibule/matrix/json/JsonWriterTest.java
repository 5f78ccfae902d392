package io.vestibule.matrix.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void a_document_is_written_in_the_order_in_which_it_is_told() {
        // Given
        JsonObject other = JsonObject.of("{\"x\": 1.50 }");

        // When
        byte[] document = new JsonWriter()
                .beginObject()
                .field("b", "a\"\n\u0001é😀")
                .field("a", 12L)
                .field("yes", true)
                .name("none")
                .nullValue()
                .field("other", other)
                .field("raw", "[ ]".getBytes(UTF_8))
                .name("list")
                .beginArray()
                .value("x")
                .value(-1)
                .beginObject()
                .endObject()
                .endArray()
                .endObject()
                .toBytes();

        // Then
        assertThat(document).asString(UTF_8).isEqualTo("""
                {"b":"a\\"\\n\\u0001é😀","a":12,"yes":true,"none":null,"other":{"x": 1.50 },"raw":[ ],"list":["x",-1,{}]}""");
    }

    @Test
    void calls_that_would_give_no_document_are_refused() {
        // Given
        List<Consumer<JsonWriter>> wrong = List.of(
                writer -> writer.beginObject().value(1),
                writer -> writer.beginObject().name("a").name("b"),
                writer -> writer.beginObject().name("a").endObject(),
                writer -> writer.beginArray().name("a"),
                writer -> writer.beginArray().endObject(),
                writer -> writer.value(1).value(2),
                writer -> writer.endArray(),
                writer -> writer.beginArray().toBytes(),
                JsonWriter::toBytes);

        for (Consumer<JsonWriter> calls : wrong) {
            // When
            JsonWriter writer = new JsonWriter();

            // Then
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> calls.accept(writer));
        }
    }

    @Test
    void a_lone_surrogate_is_refused_rather_than_replaced() {
        // Given
        String lone = "a\ud83d";

        // When
        JsonWriter writer = new JsonWriter();

        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> writer.value(lone));
    }
}
