package io.vestibule.matrix.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.Golden;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | {}",
                "{ \"one\": 1, \"two\": \"Two\" } | {\"one\":1,\"two\":\"Two\"}",
                "{\"b\": \"2\", \"a\": \"1\"} | {\"a\":\"1\",\"b\":\"2\"}",
                "{\"本\": 2, \"日\": 1} | {\"日\":1,\"本\":2}",
                "{\"a\": \"日\"} | {\"a\":\"日\"}",
                "{\"a\": \"\\u65E5\"} | {\"a\":\"日\"}",
                "{\"a\": null} | {\"a\":null}",
                "{\"b\":[{\"y\":1,\"x\":[ true ,false]}],\"a\":{}} | {\"a\":{},\"b\":[{\"x\":[true,false],\"y\":1}]}"
            })
    void the_examples_of_the_specification_are_canonicalised(String document, String expected) throws Exception {
        // Given
        byte[] bytes = document.getBytes(UTF_8);

        // When
        byte[] canonical = CanonicalJson.canonicalise(bytes, JsonRules.STRICT);

        // Then
        assertThat(canonical).asString(UTF_8).isEqualTo(expected);
    }

    @Test
    void keys_are_in_the_order_of_code_points_also_beyond_the_basic_plane() throws Exception {
        // Given
        byte[] document = "{\"😀\":2,\"～\":1,\"\\ud83d\\ude01\":3}".getBytes(UTF_8);

        // When
        byte[] canonical = CanonicalJson.canonicalise(document, JsonRules.STRICT);

        // Then
        assertThat(canonical).asString(UTF_8).isEqualTo("{\"～\":1,\"😀\":2,\"😁\":3}");
    }

    @Test
    void only_the_escapes_that_must_be_are_written() throws Exception {
        // Given
        byte[] document =
                "[\"\\u0008\\u0009\\u000a\\u000C\\u000d\\u0022\\u005c\\u002f\\/\\u001F\\u0000\\u007f\\u00e9\"]"
                        .getBytes(UTF_8);

        // When
        byte[] canonical = CanonicalJson.canonicalise(document, JsonRules.STRICT);

        // Then
        assertThat(canonical).asString(UTF_8).isEqualTo("[\"\\b\\t\\n\\f\\r\\\"\\\\//\\u001f\\u0000\u007fé\"]");
    }

    @ParameterizedTest
    @DisplayName("lenient numbers are what the specification and Python make of them")
    @CsvSource({
        "-0, 0",
        "1e10, 10000000000",
        "1E+2, 100",
        "-0e5, 0",
        "1.5e1, 15",
        "1e-400, 0",
        "9007199254740993, 9007199254740993",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "1.0, 1.0",
        "1.50, 1.5",
        "-0.0, -0.0",
        "1E16, 1e+16",
        "1e15, 1000000000000000",
        "1e-7, 1e-07",
        "123456789.1230, 123456789.123",
        "5e-324, 5e-324",
        "2E-323, 2e-323",
        "9.5e-323, 9.4e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "9007199254740993.0, 9007199254740992.0",
        "12345678901234567.0, 1.2345678901234568e+16",
        "2.5e-5, 2.5e-05"
    })
    void lenient_numbers(String token, String expected) throws Exception {
        // Given
        byte[] document = ("[" + token + "]").getBytes(UTF_8);

        // When
        byte[] canonical = CanonicalJson.canonicalise(document, JsonRules.LENIENT);

        // Then
        assertThat(canonical).asString(UTF_8).isEqualTo("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsigned", "content", "nothing", "a\u0001"})
    void leaving_a_member_out_is_the_same_as_never_having_had_it(String dropped) {
        // Given
        JsonObject document =
                JsonObject.of("{\"unsigned\":{\"b\":1,\"a\":2}, \"content\" : [1, 2],\"a\\u0001\":0,\"type\":\"x\"}");

        // When
        byte[] canonical = CanonicalJson.of(document, JsonSelection.allBut(dropped));

        // Then
        assertThat(canonical)
                .asString(UTF_8)
                .isEqualTo(new String(JsonObject.of(document.without(dropped)).canonical(), UTF_8));
    }

    @Test
    void a_selection_keeps_members_and_parts_of_them() {
        // Given
        JsonObject document = JsonObject.of(
                "{\"content\":{\"x\":1,\"invite\":{\"signed\":{\"b\":1,\"a\":1},\"name\":\"n\"}},\"type\":\"t\",\"other\":1}");
        JsonSelection selection = JsonSelection.only(Map.of(
                "type", JsonSelection.ALL,
                "missing", JsonSelection.ALL,
                "content", JsonSelection.only(Map.of("invite", JsonSelection.only("signed")))));

        // When
        byte[] canonical = CanonicalJson.of(document, selection);

        // Then
        assertThat(canonical)
                .asString(UTF_8)
                .isEqualTo("{\"content\":{\"invite\":{\"signed\":{\"a\":1,\"b\":1}}},\"type\":\"t\"}");
    }

    @Test
    void a_member_to_be_kept_in_part_is_left_out_if_it_is_no_object() {
        // Given
        JsonObject document = JsonObject.of("{\"invite\":\"text\",\"type\":1}");
        JsonSelection selection =
                JsonSelection.only(Map.of("type", JsonSelection.ALL, "invite", JsonSelection.only("signed")));

        // When
        byte[] canonical = CanonicalJson.of(document, selection);

        // Then
        assertThat(canonical).asString(UTF_8).isEqualTo("{\"type\":1}");
    }

    @Test
    void the_hash_is_the_hash_of_the_canonical_form() throws Exception {
        // Given
        byte[] raw = Golden.write(Golden.json("vectors/matrix.json").get("invite_v12"));
        JsonObject document = JsonObject.of(raw);
        JsonSelection selection = JsonSelection.allBut("event_id");

        // When
        byte[] hash = CanonicalJson.sha256(document, selection);

        // Then
        assertThat(hash).isEqualTo(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.of(document, selection)));
    }

    @Test
    void what_lies_deep_in_a_document_is_brought_into_order_too() throws Exception {
        // Given
        byte[] document = "{\"z\":[[[[{\"b\":[ [{\"d\":1,\"c\":2}]],\"a\":{ }}]]]],\"y\":1}".getBytes(UTF_8);
        String expected = "{\"y\":1,\"z\":[[[[{\"a\":{},\"b\":[[{\"c\":2,\"d\":1}]]}]]]]}";

        // When
        byte[] whole = CanonicalJson.canonicalise(document, JsonRules.STRICT);
        byte[] selected = CanonicalJson.of(JsonObject.of(document), JsonSelection.allBut("x"));

        // Then
        assertThat(whole).asString(UTF_8).isEqualTo(expected);
        assertThat(selected).asString(UTF_8).isEqualTo(expected);
    }

    @Test
    void a_document_sees_nothing_of_the_one_before_it() throws Exception {
        // Given
        byte[] small = "{\"b\":1,\"a\":2}".getBytes(UTF_8);
        byte[] large = ("{\"x\":[ \"" + "y".repeat(100_000) + "\"]," + "\"w\":[" + "[],".repeat(50_000) + "1]}")
                .getBytes(UTF_8);

        // When
        byte[] before = CanonicalJson.canonicalise(small, JsonRules.STRICT);
        byte[] between = CanonicalJson.canonicalise(large, JsonRules.STRICT);
        assertThatThrownBy(() -> CanonicalJson.canonicalise("{\"a\":[1,{\"b\"".getBytes(UTF_8), JsonRules.STRICT))
                .isInstanceOf(InvalidJsonException.class);
        byte[] after = CanonicalJson.canonicalise(small, JsonRules.STRICT);

        // Then
        assertThat(between).hasSize(large.length - 1);
        assertThat(after).isEqualTo(before).asString(UTF_8).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void threads_do_not_see_each_other_s_documents() throws Exception {
        // Given
        int threads = 200;
        List<Future<Integer>> results = new ArrayList<>();

        // When
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                String mine = Integer.toString(thread).repeat(thread % 7 + 1);
                results.add(executor.submit(() -> wrongOf(mine)));
            }
        }

        // Then
        for (Future<Integer> result : results) {
            assertThat(result.get()).isZero();
        }
    }

    private static int wrongOf(String mine) throws Exception {
        byte[] document = ("{\"b\": [\"" + mine + "\"],\"a\":1}").getBytes(UTF_8);
        byte[] expected = ("{\"a\":1,\"b\":[\"" + mine + "\"]}").getBytes(UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(expected);
        int wrong = 0;
        for (int repeat = 0; repeat < 500; repeat++) {
            JsonObject object = JsonObject.parse(document, JsonRules.STRICT);
            Thread.yield();
            wrong += Arrays.equals(CanonicalJson.of(object), expected) ? 0 : 1;
            wrong += Arrays.equals(CanonicalJson.sha256(object, JsonSelection.ALL), hash) ? 0 : 1;
        }
        return wrong;
    }
}
