package io.vestibule.console.board;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Texts that strangers chose, made fit to be shown: short, and without characters that disguise their neighbours. */
public final class Shown {

    private static final int MOST = 120;
    private static final int REPLACEMENT = 0xFFFD;

    private Shown() {}

    /** @return the text, cut, with control characters, marks of writing direction and halves of characters replaced */
    public static String text(String chosen) {
        StringBuilder shown = new StringBuilder();
        chosen.codePoints()
                .limit(MOST)
                .map(point -> isHarmless(point) ? point : REPLACEMENT)
                .forEach(shown::appendCodePoint);
        return chosen.codePoints().skip(MOST).findAny().isPresent()
                ? shown.append('…').toString()
                : shown.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** @return the room's name as the invite's stripped state has it, empty for none */
    public static String roomName(List<String> strippedState) {
        return strippedState.stream()
                .map(Shown::parsed)
                .flatMap(Optional::stream)
                .filter(entry -> entry.string("type").orElse("").equals("m.room.name"))
                .flatMap(entry -> entry.object("content").flatMap(content -> content.string("name")).stream())
                .map(Shown::text)
                .findFirst()
                .orElse("");
    }

    private static Optional<JsonObject> parsed(String json) {
        try {
            return Optional.of(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), JsonRules.LENIENT));
        } catch (InvalidJsonException malformed) {
            return Optional.empty();
        }
    }
}
