package io.vestibule.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomUserKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteBoardTest {

    private final InviteBoard board = new InviteBoard(4);

    @Test
    void counts_follow_every_change_and_every_tombstone() {
        // When
        put("!a:x", InviteStateType.INVITED, 1);
        put("!b:x", InviteStateType.INVITED, 2);
        put("!a:x", InviteStateType.JOINED, 3);
        board.take(key("!b:x"), null);

        // Then
        assertThat(board.counts()).containsEntry(InviteStateType.JOINED, 1L).containsEntry(InviteStateType.INVITED, 0L);
        assertThat(board.isWhole()).isTrue();
    }

    @Test
    void a_list_goes_on_where_it_stopped_and_loses_and_repeats_nothing() {
        // Given
        put("!a:x", InviteStateType.INVITED, 5);
        put("!b:x", InviteStateType.INVITED, 5);
        put("!c:x", InviteStateType.LEFT, 1);
        put("!d:x", InviteStateType.INVITED, 9);

        // When
        List<String> rooms = new ArrayList<>();
        InviteBoard.Page page = board.list(row -> true, null, 1);
        page.rows().forEach(row -> rooms.add(row.room()));
        while (page.next() != null) {
            page = board.list(row -> true, page.next(), 1);
            page.rows().forEach(row -> rooms.add(row.room()));
        }

        // Then
        assertThat(rooms).containsExactly("!c:x", "!a:x", "!b:x", "!d:x");
    }

    @Test
    void when_there_is_no_room_what_is_settled_gives_way_first_and_it_says_so() {
        // Given
        put("!old:x", InviteStateType.INVITED, 1);
        put("!joined:x", InviteStateType.JOINED, 2);
        put("!left:x", InviteStateType.LEFT, 3);
        put("!new:x", InviteStateType.INVITED, 4);

        // When
        put("!more:x", InviteStateType.INVITED, 5);

        // Then
        assertThat(board.list(row -> true, null, 10).rows())
                .extracting(InviteRow::room)
                .containsExactly("!old:x", "!left:x", "!new:x", "!more:x");
        assertThat(board.isWhole()).isFalse();
        assertThat(board.counts()).containsEntry(InviteStateType.JOINED, 0L);
    }

    @Test
    void a_leave_of_which_the_room_is_still_to_be_told_is_pending() {
        // When
        board.take(
                key("!a:x"),
                InviteView.newBuilder()
                        .setRoomId("!a:x")
                        .setUserId("@bob:us")
                        .setState(InviteStateType.LEFT)
                        .setRemoteLeavePending(true)
                        .build());

        // Then
        assertThat(board.list(InviteRow::isPending, null, 10).rows()).hasSize(1);
    }

    private void put(String room, InviteStateType state, long at) {
        board.take(
                key(room),
                InviteView.newBuilder()
                        .setRoomId(room)
                        .setUserId("@bob:us")
                        .setState(state)
                        .setUpdatedAt(at)
                        .build());
    }

    private static byte[] key(String room) {
        return new RoomUserKey(room, "@bob:us").encode();
    }
}
