package io.vestibule.matrix.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Documents that look like JSON: most are right, many use what is allowed but rare (escapes of every kind, white space
 * anywhere, keys beyond the basic plane, odd numbers), some are wrong in one place.
 */
final class RandomDocuments {

    private static final String[] KEYS = {
        "a",
        "b",
        "aa",
        "type",
        "content",
        "hashes",
        "signatures",
        "unsigned",
        "é",
        "～",
        "😀",
        "\uE000",
        "𐀀",
        "",
        "\"",
        "\\",
        "\n",
        "\u0001",
        "/"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775807",
        "123456789012345678901234567890",
        "1.0",
        "0.5",
        "1e10",
        "1E+2",
        "1e-7",
        "-0.0",
        "-0e1",
        "1.5e300",
        "1e400",
        "-1e400",
        "1e-400",
        "5e-324",
        "2E-323",
        "9007199254740993.0",
        "1e16",
        "1e15",
        "123.456",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "0x1",
        "NaN",
        "1.10",
        "100000000000000000000.0",
        "12345678901234567.0"
    };
    private static final byte[][] BROKEN = {
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xFF},
        {(byte) 0x80},
        {0x01},
        {'\n'}
    };

    private final SplittableRandom random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RandomDocuments(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next document. */
    byte[] next() {
        out.reset();
        gap();
        if (one(8)) {
            value(4);
        } else {
            object(0);
        }
        gap();
        byte[] document = out.toByteArray();
        return one(4) ? mutated(document) : document;
    }

    private void value(int depth) {
        int kind = random.nextInt(depth > 4 ? 6 : 9);
        switch (kind) {
            case 0, 1 -> string();
            case 2, 3 -> text(number());
            case 4 -> text(one(2) ? "true" : "false");
            case 5 -> text("null");
            case 6, 7 -> object(depth + 1);
            default -> array(depth + 1);
        }
    }

    private void object(int depth) {
        int members = one(60) ? 30 + random.nextInt(60) : random.nextInt(6);
        out.write('{');
        gap();
        for (int i = 0; i < members; i++) {
            if (i > 0) {
                out.write(',');
                gap();
            }
            quoted(members > 20 && !one(200) ? "k" + random.nextInt(1_000_000) : KEYS[random.nextInt(KEYS.length)]);
            gap();
            out.write(':');
            gap();
            value(depth + 1 + members / 20);
            gap();
        }
        out.write('}');
    }

    private void array(int depth) {
        int elements = random.nextInt(4);
        out.write('[');
        gap();
        for (int i = 0; i < elements; i++) {
            if (i > 0) {
                out.write(',');
                gap();
            }
            value(depth + 1);
            gap();
        }
        out.write(']');
    }

    private void string() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(24);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(12)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> 0x80 + random.nextInt(0x780);
                        case 2 -> 0x800 + random.nextInt(0xD000);
                        case 3 -> 0xE000 + random.nextInt(0x2000);
                        case 4 -> 0x10000 + random.nextInt(0x100000);
                        case 5 -> "\"\\/\u007f".charAt(random.nextInt(4));
                        default -> 0x20 + random.nextInt(0x5F);
                    });
        }
        quoted(text.toString());
    }

    private void quoted(String text) {
        out.write('"');
        text.codePoints().forEach(this::character);
        if (one(400)) {
            text(one(2) ? "\\ud83d" : "\\ude00x");
        }
        out.write('"');
    }

    private void character(int c) {
        if (c < 0x20 || c == '"' || c == '\\') {
            int letter = "\b\t\n\f\r\"\\".indexOf(c);
            if (letter >= 0 && !one(3)) {
                text("\\" + "btnfr\"\\".charAt(letter));
            } else {
                unit(c);
            }
        } else if (one(10)) {
            for (char unit : Character.toChars(c)) {
                unit(unit);
            }
        } else if (c == '/' && one(2)) {
            text("\\/");
        } else {
            text(Character.toString(c));
        }
    }

    private void unit(int unit) {
        text((one(2) ? "\\u%04x" : "\\u%04X").formatted(unit));
    }

    private String number() {
        return switch (random.nextInt(8)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> one(3) ? Double.toString(Double.longBitsToDouble(random.nextLong())) : "7";
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            default -> Integer.toString(random.nextInt(100_000));
        };
    }

    private void gap() {
        while (one(12)) {
            out.write(" \n\r\t".charAt(random.nextInt(4)));
        }
    }

    private byte[] mutated(byte[] document) {
        if (document.length == 0) {
            return document;
        }
        int at = random.nextInt(document.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(document, at);
            case 1 -> insert(document, at, BROKEN[random.nextInt(BROKEN.length)]);
            case 2 -> insert(document, at, new byte[] {(byte) "{}[]\",:\\ 0".charAt(random.nextInt(10))});
            case 3 -> insert(document, at, new byte[0], 1);
            default -> {
                byte[] changed = document.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
        };
    }

    private static byte[] insert(byte[] document, int at, byte[] more) {
        return insert(document, at, more, 0);
    }

    private static byte[] insert(byte[] document, int at, byte[] more, int dropped) {
        byte[] changed = new byte[document.length + more.length - dropped];
        System.arraycopy(document, 0, changed, 0, at);
        System.arraycopy(more, 0, changed, at, more.length);
        System.arraycopy(document, at + dropped, changed, at + more.length, document.length - at - dropped);
        return changed;
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
