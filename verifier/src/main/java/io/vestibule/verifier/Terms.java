package io.vestibule.verifier;

import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.Map;

/**
 * On what terms a partition is judged.
 *
 * @param log the topics
 * @param partition whose rooms are judged
 * @param bounds how strictly
 * @param letters the stage of each dead letter, by the place of its record
 * @param findings takes what is found
 */
record Terms(LogReader log, int partition, Bounds bounds, Map<Place, String> letters, Findings findings) {

    Instant takenAt() {
        return log.takenAt();
    }

    /** @return whether something that happened then is too young to be judged */
    boolean isYoung(Instant at) {
        return at.isAfter(takenAt().minus(bounds.settling()));
    }

    boolean isYoung(long millis) {
        return isYoung(Instant.ofEpochMilli(millis));
    }

    boolean isCut(Topic<?> topic) {
        return log.isCut(topic, partition);
    }

    boolean isLedgerCut() {
        return isCut(Topics.INVITES_EVENTS);
    }

    boolean judges(String room) {
        return RoomPartitions.of(room, log.partitions()) == partition;
    }
}
