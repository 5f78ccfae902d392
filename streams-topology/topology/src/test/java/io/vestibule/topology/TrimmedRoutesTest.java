package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.invite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmedRoutesTest {

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir);
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    private static String[] servers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "s" + i + ".example").toArray(String[]::new);
    }

    @Test
    void servers_beyond_fifty_of_one_invite_are_counted() {
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", servers(0, 53)));
        // Then
        assertThat(hall.counted.trimmed).isEqualTo(3);
    }

    @Test
    void servers_that_three_hundred_newer_ones_push_out_are_counted_and_repeats_are_not() {
        // Given
        for (int invite = 0; invite < 6; invite++) {
            hall.send(
                    Topics.INVITES_RECEIVED,
                    ROOM,
                    invite(invite % 2 == 0 ? BOB : CAROL, "$i" + invite, servers(50 * invite, 50 * invite + 50)));
        }
        assertThat(hall.counted.trimmed).isZero();
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$last", servers(290, 304)));
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$last", servers(290, 304)));
        // Then
        assertThat(hall.counted.trimmed).isEqualTo(4);
    }
}
