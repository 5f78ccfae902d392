package io.vestibule.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.RoomFactsSeen;
import io.vestibule.schemas.ServerAcl;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MSC4125's order, by hand. */
class NaiveRoomTest {

    private final NaiveRoom room = new NaiveRoom();

    @Test
    void the_newest_invite_comes_first_and_a_server_stands_where_it_was_named_last() {
        // Given
        room.invited(via("$1", "a", "b", "c"));
        room.invited(via("$2", "d", "b"));

        // When
        List<String> order = room.order(null, true, "us");

        // Then
        assertThat(order).containsExactly("d", "b", "a", "c");
    }

    @Test
    void an_invite_without_via_names_its_sender_and_in_the_end_the_servers_of_its_state() {
        // Given
        room.invited(new NaiveRoom.Invite("$1", "sender", null, List.of("state", "a", "us"), 0));
        room.invited(via("$2", "a", "us"));

        // When
        List<String> order = room.order(null, true, "us");

        // Then
        assertThat(order).containsExactly("a", "sender", "state");
    }

    @Test
    void the_inviters_server_is_the_last_resort_where_the_deployment_has_one() {
        // Given
        NaiveRoom.Invite own = new NaiveRoom.Invite("$1", "sender", List.of("a"), List.of(), 0);
        room.invited(own);

        // Then
        assertThat(room.order(own, true, "us")).containsExactly("a", "sender");
        assertThat(room.order(own, false, "us")).containsExactly("a");
    }

    @Test
    void servers_beyond_the_bounds_are_left_out() {
        // Given
        for (String letter : List.of("t", "u", "v", "w", "x", "y", "z")) {
            room.invited(many("$" + letter, letter, 60));
        }

        // When
        List<String> order = room.order(null, true, "us");

        // Then
        assertThat(order)
                .hasSize(300)
                .startsWith("z0")
                .contains("z49", "y0", "y49", "u49")
                .doesNotContain("z50", "t0");
    }

    @Test
    void a_blocked_room_forgets_and_takes_no_servers() {
        // Given
        room.invited(via("$1", "a"));
        room.seen(RoomFactsSeen.newBuilder().setBlocked(true).build());
        room.invited(via("$2", "b"));

        // Then
        assertThat(room.order(null, true, "us")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "good.example, true",
        "good.example:8448, true",
        "GOOD.example, true",
        "evil.example, false",
        "sub.evil.example, false",
        "e1.example, false",
        "e12.example, true",
        "10.0.0.1, false",
        "[2001:db8::1]:8448, false"
    })
    void an_acl_is_read_as_the_specification_says(String server, boolean permitted) {
        // Given
        ServerAcl acl = ServerAcl.newBuilder()
                .setAllow(List.of("*"))
                .setDeny(List.of("*evil.example", "e?.Example"))
                .setAllowIpLiterals(false)
                .build();

        // Then
        assertThat(NaiveAcl.permits(acl, server)).isEqualTo(permitted);
    }

    private static NaiveRoom.Invite via(String id, String... servers) {
        return new NaiveRoom.Invite(id, "sender", List.of(servers), List.of(), 0);
    }

    private static NaiveRoom.Invite many(String id, String name, int count) {
        return new NaiveRoom.Invite(
                id, "sender", IntStream.range(0, count).mapToObj(i -> name + i).toList(), List.of(), 0);
    }
}
