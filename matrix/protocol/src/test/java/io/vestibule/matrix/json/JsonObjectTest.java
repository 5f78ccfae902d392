package io.vestibule.matrix.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.matrix.json.InvalidJsonException.Kind;
import io.vestibule.matrix.json.JsonObject.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static final JsonObject MIXED = JsonObject.of("""
            {"text": "a\\n\\ud83d\\ude00", "whole": -12, "float": 1.5, "huge": 123456789012345678901234567890,
             "yes": true, "no": false, "none": null, "list": [1, "two", [], {}], "object": {"x": {}},
             "\\u0065scaped": 1, "é": 2}""");

    @Test
    void members_are_found_by_name_and_type() {
        // Given
        JsonObject object = MIXED;

        // When
        JsonArray list = object.array("list").orElseThrow();

        // Then
        assertThat(object.string("text")).hasValue("a\n😀");
        assertThat(object.integer("whole")).hasValue(-12);
        assertThat(object.bool("yes")).hasValue(true);
        assertThat(object.bool("no")).hasValue(false);
        assertThat(object.get("none")).containsInstanceOf(JsonNull.class);
        assertThat(object.integer("escaped")).hasValue(1);
        assertThat(object.integer("é")).hasValue(2);
        assertThat(object.object("object")
                        .orElseThrow()
                        .object("x")
                        .orElseThrow()
                        .isEmpty())
                .isTrue();
        assertThat(list.size()).isEqualTo(4);
        assertThat(list.get(1)).hasValueSatisfying(value -> assertThat(value).hasToString("\"two\""));
        assertThat(list.get(4)).isEmpty();
        assertThat(list.stream().map(JsonValue::toString)).containsExactly("1", "\"two\"", "[]", "{}");
    }

    @Test
    void a_member_of_another_type_is_as_good_as_missing_for_the_typed_accessors() {
        // Given
        JsonObject object = MIXED;

        // When
        OptionalLong fraction = object.integer("float");

        // Then
        assertThat(fraction).isEmpty();
        assertThat(object.integer("huge")).isEmpty();
        assertThat(object.integer("text")).isEmpty();
        assertThat(object.string("whole")).isEmpty();
        assertThat(object.object("list")).isEmpty();
        assertThat(object.array("object")).isEmpty();
        assertThat(object.bool("none")).isEmpty();
        assertThat(object.string("missing")).isEmpty();
        assertThat(object.has("none")).isTrue();
        assertThat(object.has("missing")).isFalse();
    }

    @Test
    void members_are_iterated_in_the_order_in_which_they_stand() {
        // Given
        JsonObject object = JsonObject.of("{\"z\":1, \"a\":{\"q\":[1,2]}, \"m\":3}");
        List<String> names = new ArrayList<>();

        // When
        for (Member member : object) {
            names.add(member.name() + "=" + member.value());
        }

        // Then
        assertThat(names).containsExactly("z=1", "a={\"q\":[1,2]}", "m=3");
    }

    @Test
    void the_original_bytes_of_every_value_stay_at_hand() {
        // Given
        JsonObject object = JsonObject.of(" {\"a\" : { \"b\":\t1.50 } } ");

        // When
        JsonObject inner = object.object("a").orElseThrow();

        // Then
        assertThat(inner.bytes()).asString(UTF_8).isEqualTo("{ \"b\":\t1.50 }");
        assertThat(inner.byteLength()).isEqualTo(13);
        assertThat(object.toString()).isEqualTo("{\"a\" : { \"b\":\t1.50 } }");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2} | DUPLICATE_KEY",
                "{\"a\":1,\"\\u0061\":2} | DUPLICATE_KEY",
                "{\"b\":1,\"a\":2,\"b\":3} | DUPLICATE_KEY",
                "{\"x\":{\"😀\":1,\"\\ud83d\\ude00\":1}} | DUPLICATE_KEY",
                "{\"a\":\"\\ud83d\"} | LONE_SURROGATE",
                "{\"a\":\"\\ude00\"} | LONE_SURROGATE",
                "{\"a\":\"\\ud83d\\ud83d\"} | LONE_SURROGATE",
                "{\"\\ud83dx\":1} | LONE_SURROGATE",
                "{\"a\":1.0} | NUMBER",
                "{\"a\":1e3} | NUMBER",
                "{\"a\":-0} | NUMBER",
                "{\"a\":9007199254740992} | NUMBER",
                "{\"a\":-9007199254740992} | NUMBER",
                "{\"a\":01} | SYNTAX",
                "{\"a\":1}{} | SYNTAX",
                "{\"a\":1,} | SYNTAX",
                "{\"a\" 1} | SYNTAX",
                "{a:1} | SYNTAX",
                "{\"a\":[1,]} | SYNTAX",
                "{\"a\":tru} | SYNTAX",
                "{\"a\":\"\\x\"} | SYNTAX",
                "{\"a\":\"\\u12g4\"} | SYNTAX",
                "{\"a\":\"\t\"} | SYNTAX",
                "{\"a\":\"x | SYNTAX",
                "{ | SYNTAX",
                "`` | SYNTAX",
                "[] | NOT_AN_OBJECT",
                "null | NOT_AN_OBJECT"
            })
    void what_is_wrong_is_named(String document, Kind kind) {
        // Given
        byte[] bytes = document.getBytes(UTF_8);

        // When
        var thrown = assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> JsonObject.parse(bytes, JsonRules.STRICT));

        // Then
        thrown.satisfies(e -> assertThat(e.kind()).isEqualTo(kind)).withMessageContaining("at byte");
    }

    @ParameterizedTest
    @CsvSource({"C080", "C1BF", "EDA080", "EDBFBF", "F4908080", "F5808080", "E282", "80", "FF", "F0808080", "E09F80"})
    void malformed_utf8_is_refused(String hex) {
        // Given
        byte[] bytes = ("{\"a\":\"" + "...").getBytes(UTF_8);
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        System.arraycopy(bad, 0, bytes = java.util.Arrays.copyOf(bytes, bytes.length + bad.length + 2), 9, bad.length);
        bytes[bytes.length - 2] = '"';
        bytes[bytes.length - 1] = '}';
        byte[] document = bytes;

        // When
        var thrown = assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> JsonObject.parse(document, JsonRules.LENIENT));

        // Then
        thrown.satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_UTF8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nesting_is_bounded(String open) throws Exception {
        // Given
        String close = open.equals("[") ? "]" : "}";
        String deepest = nested(open, close, JsonObject.MAX_DEPTH - 1);
        String tooDeep = nested(open, close, JsonObject.MAX_DEPTH);
        String endless = "{\"x\":" + open.repeat(1_000_000);

        // When
        JsonObject accepted = JsonObject.parse(deepest.getBytes(UTF_8), JsonRules.STRICT);

        // Then
        assertThat(accepted.canonical()).asString(UTF_8).isEqualTo(deepest);
        for (String refused : List.of(tooDeep, endless)) {
            assertThatExceptionOfType(InvalidJsonException.class)
                    .isThrownBy(() -> JsonObject.parse(refused.getBytes(UTF_8), JsonRules.STRICT))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TOO_DEEP));
        }
    }

    @Test
    void a_document_read_leniently_knows_which_of_its_parts_are_strict() {
        // Given
        JsonObject body = JsonObject.of("{\"event\":{\"depth\":1},\"odd\":{\"x\":[1.5]},\"big\":[9007199254740992]}");

        // When
        boolean event = body.object("event").orElseThrow().conformsTo(JsonRules.STRICT);

        // Then
        assertThat(event).isTrue();
        assertThat(body.conformsTo(JsonRules.STRICT)).isFalse();
        assertThat(body.object("odd").orElseThrow().conformsTo(JsonRules.STRICT))
                .isFalse();
        assertThat(body.array("big").orElseThrow().conformsTo(JsonRules.STRICT)).isFalse();
        assertThat(body.conformsTo(JsonRules.LENIENT)).isTrue();
    }

    @Test
    void a_member_is_put_in_or_replaced_and_the_rest_stays_as_it_stands() {
        // Given
        JsonObject object = JsonObject.of("{ \"b\" : 1.50,\n \"a\":\"\\u0061\" }");

        // When
        byte[] replaced = object.with("b", new byte[] {'7'});
        byte[] added = object.with("c\"", new byte[] {'7'});
        byte[] first = JsonObject.of("{ }").with("c", new byte[] {'7'});

        // Then
        assertThat(replaced).asString(UTF_8).isEqualTo("{ \"b\" : 7,\n \"a\":\"\\u0061\" }");
        assertThat(added).asString(UTF_8).isEqualTo("{ \"b\" : 1.50,\n \"a\":\"\\u0061\" ,\"c\\\"\":7}");
        assertThat(first).asString(UTF_8).isEqualTo("{ \"c\":7}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a | { \"b\":[1,2] , \"c\":3 }",
                "b | {\"a\":1 , \"c\":3 }",
                "c | {\"a\":1, \"b\":[1,2] }",
                "x | {\"a\":1, \"b\":[1,2] , \"c\":3 }"
            })
    void a_member_is_taken_out_and_the_rest_stays_as_it_stands(String name, String expected) {
        // Given
        JsonObject object = JsonObject.of("{\"a\":1, \"b\":[1,2] , \"c\":3 }");

        // When
        byte[] without = object.without(name);

        // Then
        assertThat(without).asString(UTF_8).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "x"})
    void what_is_left_without_a_member_is_copied_into_an_array_and_nothing_around_it(String name) {
        // Given
        JsonObject object = JsonObject.of("{\"a\":1, \"b\":[1,2] , \"c\":3 }");
        byte[] target = new byte[object.byteLength() + 2];

        // When
        int copied = object.copyWithout(name, target, 1);

        // Then
        assertThat(Arrays.copyOfRange(target, 1, 1 + copied)).isEqualTo(object.without(name));
        assertThat(target[0]).isZero();
        assertThat(Arrays.copyOfRange(target, 1 + copied, target.length)).containsOnly(0);
    }

    @Test
    void an_array_that_might_be_too_small_for_the_copy_is_refused() {
        // Given
        JsonObject object = JsonObject.of("{\"a\":1}");
        byte[] target = new byte[object.byteLength()];

        // When
        ThrowingCallable copying = () -> object.copyWithout("a", target, 1);

        // Then
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(copying);
        assertThat(target).containsOnly(0);
    }

    @Test
    void large_objects_are_sorted_without_trouble() throws Exception {
        // Given
        StringBuilder document = new StringBuilder("{");
        for (int i = 99_999; i >= 0; i--) {
            document.append("\"k%05d\":%d,".formatted((i * 7919) % 100_000, i));
        }
        document.setCharAt(document.length() - 1, '}');

        // When
        JsonObject object = JsonObject.parse(document.toString().getBytes(UTF_8), JsonRules.STRICT);

        // Then
        assertThat(new String(object.canonical(), UTF_8))
                .startsWith("{\"k00000\":0,\"k00001\":")
                .contains(",\"k99999\":");
    }

    private static String nested(String open, String close, int levels) {
        return "{\"x\":" + open.repeat(levels) + (open.equals("[") ? "" : "1") + close.repeat(levels) + "}";
    }
}
