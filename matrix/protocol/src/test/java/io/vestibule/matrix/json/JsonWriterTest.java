package io.vestibule.matrix.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Alone in its text, so that it is the reason for what becomes of the text. */
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, '\t', '\n', 0x1f, ' ', '!', '"', '/', '\\', '~', 0x7f, 0x80, 0xe9, 0x7ff, 0xffff, 0x1f600})
    void every_character_is_read_back_and_escaped_only_where_it_must_be(int character) {
        // Given
        String text = "a" + Character.toString(character) + "b";
        boolean escaped = character < ' ' || character == '"' || character == '\\';
        // When
        byte[] document =
                new JsonWriter(1).beginObject().field(text, text).endObject().toBytes();
        // Then
        assertThat(JsonObject.of(document).string(text)).contains(text);
        assertThat(new String(document, UTF_8).contains(text)).isEqualTo(!escaped);
        assertThat(document).isEqualTo(JsonObject.of(document).canonical());
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
