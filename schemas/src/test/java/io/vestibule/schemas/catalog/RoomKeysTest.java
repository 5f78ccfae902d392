package io.vestibule.schemas.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class RoomKeysTest {

    @Property
    void a_room_stands_where_kafkas_own_producer_puts_it(
            @ForAll @NotEmpty String room, @ForAll @IntRange(min = 1, max = 100) int partitions) {
        // Given
        byte[] key = room.getBytes(UTF_8);

        // When
        int partition = RoomPartitions.of(room, partitions);

        // Then
        assertThat(partition).isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
    }

    @Property
    void a_users_entry_stands_beside_its_room(@ForAll @NotEmpty String room, @ForAll @NotEmpty String user) {
        // Given
        RoomUserKey key = new RoomUserKey(clean(room), clean(user));

        // When
        int partition = RoomPartitions.ofRoomUser(key.encode(), 12);

        // Then
        assertThat(partition).isEqualTo(RoomPartitions.of(key.room(), 12));
    }

    @Property
    void a_key_is_read_as_it_was_written(@ForAll @NotEmpty String room, @ForAll @NotEmpty String user) {
        // Given
        RoomUserKey key = new RoomUserKey(clean(room), clean(user));

        // When
        byte[] bytes = key.encode();

        // Then
        assertThat(RoomUserKey.decode(bytes)).contains(key);
    }

    @Test
    void what_is_not_one_room_and_one_user_is_no_key() {
        assertThat(RoomUserKey.parse("!room:a")).isEmpty();
        assertThat(RoomUserKey.parse("\0@user:a")).isEmpty();
        assertThat(RoomUserKey.parse("!room:a\0")).isEmpty();
        assertThat(RoomUserKey.parse("!room:a\0@user:a\0x")).isEmpty();
        assertThatThrownBy(() -> new RoomUserKey("!ro\0om", "@user:a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room");
    }

    // Lone surrogates have no UTF-8, and identifiers have none.
    private static String clean(String text) {
        String sound = new String(text.getBytes(UTF_8), UTF_8).replace('\0', '0');
        return sound.isEmpty() ? "x" : sound;
    }
}
