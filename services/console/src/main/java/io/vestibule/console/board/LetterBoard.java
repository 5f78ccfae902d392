package io.vestibule.console.board;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.operator.DeadLetterText;
import io.vestibule.schemas.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The newest dead letters. Thread-safe. */
public final class LetterBoard {

    private static final int MOST = 500;

    /** What is kept of one: no record's bytes, but for the beginning of its key. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Letter(long failedAt, String place, byte[] json) {}

    private final TreeSet<Letter> newest =
            new TreeSet<>(Comparator.comparingLong(Letter::failedAt).thenComparing(Letter::place));
    private long seen;

    /** Another one. */
    public synchronized void take(DeadLetterPlace place, DeadLetter letter) {
        seen++;
        newest.add(new Letter(
                letter.getFailedAt(),
                place.toString(),
                DeadLetterText.json(place, letter).toBytes()));
        if (newest.size() > MOST) {
            newest.pollFirst();
        }
    }

    /** @return how many there are */
    public synchronized long count() {
        return seen;
    }

    /** Writes them as an array, the newest first. */
    public synchronized void writeTo(JsonWriter json, int most) {
        List<Letter> letters = new ArrayList<>(newest.descendingSet());
        json.beginArray();
        letters.stream().limit(most).forEach(letter -> json.raw(letter.json()));
        json.endArray();
    }
}
