package io.vestibule.schemas.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the records of a room stand: murmur2 over the room's UTF-8, the same as Kafka's own Java producer chooses for the
 * key {@code room}. The one function for producers, stream partitioners and interactive queries.
 */
public final class RoomPartitions {

    private RoomPartitions() {}

    /**
     * @param room the room ID
     * @param partitions how many partitions the topic has, at least 1
     * @return the partition, from 0
     */
    public static int of(String room, int partitions) {
        return of(room.getBytes(UTF_8), partitions);
    }

    /**
     * @param key the bytes of a {@link RoomUserKey}; a key without NUL counts as a room
     * @param partitions how many partitions the topic has, at least 1
     * @return the partition of the key's room, from 0
     */
    public static int ofRoomUser(byte[] key, int partitions) {
        return of(room(key), partitions);
    }

    private static int of(byte[] room, int partitions) {
        return Utils.toPositive(Utils.murmur2(room)) % partitions;
    }

    private static byte[] room(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return Arrays.copyOf(key, i);
            }
        }
        return key;
    }
}
