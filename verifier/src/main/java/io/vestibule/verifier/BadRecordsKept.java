package io.vestibule.verifier;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Writer;
import java.time.Instant;

/**
 * A record that is none of its topic stops nothing and is not lost: it stands among the dead letters. What the topology writes can
 * always be read.
 */
final class BadRecordsKept extends Check {

    static final String NAME = "bad records are kept aside";

    BadRecordsKept(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void unreadable(Topic<?> topic, Place place, Instant at, String why) {
        if (topic.writer() == Writer.TOPOLOGY) {
            judge(false, place, RoomUser.NOBODY, "a record of " + topic.name(), why);
        } else if (terms().bounds()
                                .between(at, terms().takenAt())
                                .compareTo(terms().bounds().delay())
                        <= 0
                && !terms().letters().containsKey(place)) {
            notJudged();
        } else {
            judge(
                    terms().letters().containsKey(place),
                    place,
                    RoomUser.NOBODY,
                    "a dead letter for what is no record: " + why,
                    "none");
        }
    }
}
