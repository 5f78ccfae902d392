package io.vestibule.schemas.serde;

import io.vestibule.schemas.catalog.RoomUserKey;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The key of {@code invites.state} as bytes: raw UTF-8, no registry. Stateless, thread-safe. */
public final class RoomUserKeySerde implements Serde<RoomUserKey> {

    /** Named in configuration, or made. */
    public RoomUserKeySerde() {}

    @Override
    public Serializer<RoomUserKey> serializer() {
        return (topic, key) -> key == null ? null : key.encode();
    }

    @Override
    public Deserializer<RoomUserKey> deserializer() {
        return (topic, bytes) -> bytes == null
                ? null
                : RoomUserKey.decode(bytes)
                        .orElseThrow(() -> new BadRecordException(topic + ": the key is not a room, NUL and a user"));
    }
}
