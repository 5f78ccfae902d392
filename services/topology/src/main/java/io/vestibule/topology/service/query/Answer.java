package io.vestibule.topology.service.query;

import io.vestibule.kit.http.HttpAnswer;
import java.time.Duration;

/** What a question came to. */
sealed interface Answer {

    /** A JSON document. */
    @SuppressWarnings("ArrayRecordComponent")
    record Known(byte[] document) implements Answer {}

    /** The room is on no instance that can be reached now: it is being moved. */
    record Moving(String why) implements Answer {}

    /** @return the answer over HTTP */
    default HttpAnswer http() {
        return switch (this) {
            case Known known -> HttpAnswer.json(200, known.document());
            case Moving moving -> HttpAnswer.unavailable(moving.why(), Duration.ofSeconds(1));
        };
    }
}
