package io.vestibule.verifier;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was heard of one command. For one thread. */
final class CommandCase {

    private final String id;
    private final RoomUser whose;
    private Place place;
    private Instant at = Instant.MAX;
    private int asked;
    private boolean takenUp;
    private @Nullable Place concludedAt;
    private long concludedTime;
    private @Nullable Fingerprint outcome;
    private @Nullable Place toldAt;
    private Instant lastToldAt = Instant.MIN;
    private @Nullable Fingerprint told;
    private int outcomes;
    private boolean decidedAnew;

    CommandCase(String id, RoomUser whose, Place place) {
        this.id = id;
        this.whose = whose;
        this.place = place;
    }

    void asked(Place where, Instant when) {
        asked++;
        if (when.isBefore(at)) {
            place = where;
            at = when;
        }
    }

    void takenUp() {
        takenUp = true;
    }

    /** A repeat of it may have another outcome. */
    void mayBeDecidedAnew() {
        decidedAnew = true;
    }

    boolean isDecidedAnew() {
        return decidedAnew;
    }

    void concluded(Place where, long when, Fingerprint what) {
        concludedAt = where;
        concludedTime = when;
        outcome = what;
    }

    void told(Place where, Instant when, Fingerprint what) {
        outcomes++;
        toldAt = where;
        lastToldAt = when;
        told = what;
    }

    String id() {
        return id;
    }

    RoomUser whose() {
        return whose;
    }

    /** Where it was asked first. */
    Place place() {
        return place;
    }

    Instant at() {
        return at;
    }

    int asked() {
        return asked;
    }

    boolean isTakenUp() {
        return takenUp;
    }

    boolean isConcluded() {
        return outcome != null;
    }

    Place concludedAt() {
        return Objects.requireNonNull(concludedAt);
    }

    long concludedTime() {
        return concludedTime;
    }

    Fingerprint outcome() {
        return Objects.requireNonNull(outcome);
    }

    boolean isTold() {
        return told != null;
    }

    Place toldAt() {
        return Objects.requireNonNull(toldAt);
    }

    Instant lastToldAt() {
        return lastToldAt;
    }

    Fingerprint told() {
        return Objects.requireNonNull(told);
    }

    int outcomes() {
        return outcomes;
    }
}
