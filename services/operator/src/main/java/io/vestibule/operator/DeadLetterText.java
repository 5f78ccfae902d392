package io.vestibule.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A dead letter for people and for scripts. */
public final class DeadLetterText {

    private static final int MOST_SHOWN = 2_048;

    private DeadLetterText() {}

    /** @return a letter in one line */
    public static String line(DeadLetterPlace place, DeadLetter letter) {
        return "%-8s %-24s %-26s %-22s %s"
                .formatted(place, at(letter), from(letter), letter.getStage(), letter.getReason());
    }

    /** @return all that is known, the bytes of key and value as text where they are text, else in hexadecimal */
    public static String whole(DeadLetterPlace place, DeadLetter letter) {
        StringBuilder text = new StringBuilder("letter     " + place);
        text.append("\nfrom       ").append(from(letter));
        text.append("\nfailed     ").append(at(letter));
        text.append("\nstage      ").append(letter.getStage());
        text.append("\nreason     ").append(letter.getReason());
        if (!letter.getException().isEmpty()) {
            text.append("\nexception  ").append(letter.getException());
        }
        text.append("\nkey        ").append(shown(letter.getKey()));
        text.append("\nvalue      ").append(size(letter.getValue())).append(" bytes ");
        return text.append(shown(letter.getValue())).toString();
    }

    /** @return {@code {"letter","topic","partition","offset","stage","reason","exception","failed_at","key","value_bytes"}} */
    public static JsonWriter json(DeadLetterPlace place, DeadLetter letter) {
        return new JsonWriter()
                .beginObject()
                .field("letter", place.toString())
                .field("topic", letter.getTopic())
                .field("partition", letter.getPartition())
                .field("offset", letter.getOffset())
                .field("stage", letter.getStage())
                .field("reason", letter.getReason())
                .field("exception", letter.getException())
                .field("failed_at", at(letter).toString())
                .field("key", shown(letter.getKey()))
                .field("value_bytes", size(letter.getValue()))
                .endObject();
    }

    private static Instant at(DeadLetter letter) {
        return Instant.ofEpochMilli(letter.getFailedAt());
    }

    private static String from(DeadLetter letter) {
        return letter.getTopic() + "[" + letter.getPartition() + "]@" + letter.getOffset();
    }

    private static int size(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    private static String shown(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return "(none)";
        }
        byte[] bytes = new byte[Math.min(buffer.remaining(), MOST_SHOWN)];
        buffer.duplicate().get(bytes);
        String text = new String(bytes, UTF_8);
        boolean readable = text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
        return (readable ? text : HexFormat.of().formatHex(bytes)) + (buffer.remaining() > MOST_SHOWN ? "…" : "");
    }
}
