package io.vestibule.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkBoardTest {

    private static final long NOW = 1_000_000;

    private final WorkBoard board = new WorkBoard(InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    @Test
    void an_order_is_open_until_it_is_answered_in_whatever_order_the_two_are_read() {
        // When
        board.ordered(prepare("1", true, NOW));
        board.ordered(prepare("2", true, NOW));
        board.answered("1");
        board.answered("3");
        board.ordered(prepare("3", true, NOW));

        // Then
        assertThat(board.open(10)).extracting(WorkBoard.Open::id).containsExactly("2");
    }

    @Test
    void what_is_long_overdue_is_nobodys_work_any_more() {
        // When
        board.ordered(prepare("1", true, NOW - 120_000));

        // Then
        assertThat(board.size()).isZero();
    }

    @Test
    void those_for_which_somebody_waits_come_first_and_tell_who_is_asked() {
        // When
        board.ordered(prepare("background", false, NOW));
        board.ordered(submit("awaited"));

        // Then
        assertThat(board.open(10)).extracting(WorkBoard.Open::id).containsExactly("awaited", "background");
        assertThat(board.open(10))
                .extracting(WorkBoard.Open::servers)
                .containsExactly(List.of("c.example"), List.of("a.example", "b.example"));
    }

    private static WorkOrder prepare(String id, boolean awaited, long until) {
        return order(id, awaited, until)
                .setType(WorkOrderType.PREPARE_MEMBERSHIP)
                .setPrepare(PrepareMembership.newBuilder()
                        .setCandidates(List.of(candidate("a.example"), candidate("b.example")))
                        .build())
                .build();
    }

    private static Candidate candidate(String server) {
        return Candidate.newBuilder().setServer(server).setContributedBy("").build();
    }

    private static WorkOrder submit(String id) {
        return order(id, true, NOW)
                .setType(WorkOrderType.SUBMIT_MEMBERSHIP)
                .setSubmit(SubmitMembership.newBuilder()
                        .setMembership(Membership.JOIN)
                        .setServer("c.example")
                        .setEventId("$e")
                        .setEventJson("{}")
                        .build())
                .build();
    }

    private static WorkOrder.Builder order(String id, boolean awaited, long until) {
        return WorkOrder.newBuilder()
                .setOrderId(id)
                .setRoomId("!r:a.example")
                .setUserId("@bob:us.example")
                .setRoomVersion("11")
                .setLane("lane")
                .setInteractive(awaited)
                .setIssuedAt(NOW)
                .setNotAfter(until);
    }
}
