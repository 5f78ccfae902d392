package io.vestibule.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vestibule.matrix.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON the slow and obvious way: a tree of maps and lists, read by Jackson, which refuses repeated keys. Numbers stay text.
 * Lone surrogates and malformed UTF-8 are refused.
 */
final class JacksonReading {

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonObject.MAX_DEPTH)
                    .maxNumberLength(100_000)
                    .build())
            .build();

    /** A number as written. */
    record Number(String token) {

        /** Whether it is an integer that canonical JSON allows. */
        boolean isCanonical() {
            if (!token.matches("-?(0|[1-9][0-9]{0,15})") || token.equals("-0")) {
                return false;
            }
            return Math.abs(Long.parseLong(token)) < 1L << 53;
        }
    }

    /** {@code null}, {@code true} or {@code false}. */
    private enum Word {
        NULL,
        TRUE,
        FALSE
    }

    private JacksonReading() {}

    /** The value, or empty if the document is to be refused. */
    static Optional<Object> read(byte[] document) {
        if (hasNul(document)) {
            return Optional.empty();
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(document));
            try (JsonParser parser = JACKSON.createParser(document)) {
                parser.nextToken();
                Object value = value(parser);
                return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
            }
        } catch (IOException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Jackson guesses UTF-16 and UTF-32 by their zero bytes, of which JSON in UTF-8 has none. */
    private static boolean hasNul(byte[] document) {
        for (byte b : document) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** The object, or empty if the document is to be refused or is none. */
    static Optional<Map<?, ?>> object(byte[] document) {
        return read(document).filter(Map.class::isInstance).map(value -> (Map<?, ?>) value);
    }

    /** Whether every number in it is one that canonical JSON allows. */
    static boolean isStrict(Object value) {
        return switch (value) {
            case Map<?, ?> members -> members.values().stream().allMatch(JacksonReading::isStrict);
            case List<?> elements -> elements.stream().allMatch(JacksonReading::isStrict);
            case Number number -> number.isCanonical();
            default -> true;
        };
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("the document ends early");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = whole(parser.currentName());
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> whole(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            case VALUE_TRUE -> Word.TRUE;
            case VALUE_FALSE -> Word.FALSE;
            case VALUE_NULL -> Word.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private static String whole(String text) {
        if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw new IllegalArgumentException("lone surrogate");
        }
        return text;
    }
}
