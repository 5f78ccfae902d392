package io.vestibule.topology;

import io.vestibule.model.Coordinates;
import io.vestibule.schemas.catalog.FailedRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, with the coordinates of its own topic.
 *
 * @param origin where it stands
 * @param key its key's bytes
 * @param value its value's bytes
 * @param headers its headers
 */
@SuppressWarnings("ArrayRecordComponent")
record Incoming(Coordinates origin, byte @Nullable [] key, byte[] value, Headers headers) {

    FailedRecord failed() {
        return new FailedRecord(origin.topic(), origin.partition(), origin.offset(), key, value);
    }
}
