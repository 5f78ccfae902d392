package io.vestibule.matrix.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Canonical JSON the slow and obvious way: a tree of maps, read by Jackson, written in order. */
final class JacksonOracle {

    private static final Comparator<String> BY_CODE_POINTS = JacksonOracle::compareCodePoints;
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonObject.MAX_DEPTH)
                    .maxNumberLength(10_000)
                    .build())
            .build();

    private record Number(String token) {}

    private enum Null {
        NULL
    }

    private final JsonRules rules;

    JacksonOracle(JsonRules rules) {
        this.rules = rules;
    }

    /** The canonical form, or null if the document is to be refused. */
    @Nullable
    String canonical(byte[] document) {
        try {
            return write(read(document));
        } catch (IOException | IllegalArgumentException refused) {
            return null;
        }
    }

    /** The canonical form without some of the top-level members, or null if it is no object or to be refused. */
    @Nullable
    String canonicalWithout(byte[] document, Set<String> names) {
        try {
            if (read(document) instanceof Map<?, ?> members) {
                members.keySet().removeAll(names);
                return write(members);
            }
            return null;
        } catch (IOException | IllegalArgumentException refused) {
            return null;
        }
    }

    private Object read(byte[] document) throws IOException {
        // Jackson lets some malformed UTF-8 pass; from characters instead of bytes, it takes letters for hexadecimal
        // digits.
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(document));
        try (JsonParser parser = JACKSON.createParser(document)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return value;
        }
    }

    private Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("the document ends early");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new TreeMap<>(BY_CODE_POINTS);
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(checked(parser.getText()));
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Null.NULL;
            default -> throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private static String whole(String text) {
        if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw new IllegalArgumentException("lone surrogate");
        }
        return text;
    }

    private String checked(String token) {
        boolean integer = token.matches("-?[0-9]+");
        boolean refused = switch (rules) {
            case STRICT ->
                !integer
                        || token.equals("-0")
                        || new BigInteger(token).bitLength() > 53
                        || new BigInteger(token).abs().equals(BigInteger.TWO.pow(53));
            case LENIENT ->
                integer
                        ? token.replace("-", "").length() > 4300
                        : Double.isInfinite(new BigDecimal(clipped(token)).doubleValue());
        };
        if (refused) {
            throw new IllegalArgumentException("number " + token);
        }
        return token;
    }

    // BigDecimal cannot hold the exponents that only mean zero or infinity.
    private static String clipped(String token) {
        int at = token.toLowerCase(java.util.Locale.ROOT).indexOf('e');
        if (at < 0) {
            return token;
        }
        BigInteger exponent = new BigInteger(token.substring(at + 1).replace("+", ""));
        BigInteger bound = BigInteger.valueOf(100_000);
        return token.substring(0, at) + "e" + exponent.min(bound).max(bound.negate());
    }

    private static String write(Object value) {
        return switch (value) {
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(member -> quote((String) member.getKey()) + ":" + write(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> elements ->
                elements.stream().map(JacksonOracle::write).collect(Collectors.joining(",", "[", "]"));
            case String text -> quote(text);
            case Number number -> number(number.token());
            case Null none -> "null";
            default -> value.toString();
        };
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < 0x20 ? "\\u%04x".formatted(c) : Character.toString(c));
            }
        });
        return out.append('"').toString();
    }

    private static String number(String token) {
        if (token.matches("-?[0-9]+")) {
            return new BigInteger(token).toString();
        }
        double value = new BigDecimal(clipped(token)).doubleValue();
        boolean negative = token.startsWith("-");
        if (value == 0) {
            return token.matches(".*[eE].*") ? "0" : negative ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        boolean integral = exact.remainder(BigDecimal.ONE).signum() == 0;
        if (token.matches(".*[eE].*") && integral && Math.abs(value) < 9007199254740992.0) {
            return exact.toBigIntegerExact().toString();
        }
        return (negative ? "-" : "") + repr(exact.abs());
    }

    private static String repr(BigDecimal exact) {
        BigDecimal shortest = exact;
        for (int precision = 17; precision >= 1; precision--) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == exact.doubleValue()) {
                shortest = rounded;
            }
        }
        BigDecimal plain = shortest.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String text = plain.toPlainString();
            return text.contains(".") ? text : text + ".0";
        }
        String digits = plain.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static int compareCodePoints(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        return java.util.Arrays.compare(a, b);
    }
}
