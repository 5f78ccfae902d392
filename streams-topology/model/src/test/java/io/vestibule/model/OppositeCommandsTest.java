package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OppositeCommandsTest {

    @Test
    void a_reject_before_the_join_is_sent_cancels_it_and_takes_over() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(rejects(BOB, "c2"))
                .then(outcome("c1", OutcomeType.CANCELLED), state(BOB, InviteState.Rejecting.class))
                .when(hall -> hall.answer(result(
                        hall.orders().getFirst(),
                        WorkResultType.PREPARED,
                        "b.example",
                        new MemberEvent(io.vestibule.matrix.id.EventId.of("$join"), "{}"))))
                .then(that(hall -> assertThat(hall.openOrders())
                        .noneMatch(order -> order.work() instanceof WorkOrder.Work.Submit)));
    }

    @Test
    void an_accept_before_the_leave_is_sent_cancels_it_and_takes_over() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(accepts(BOB, "c2"))
                .then(
                        outcome("c1", OutcomeType.CANCELLED),
                        state(BOB, InviteState.Joining.class),
                        asks(BOB, "b.example", "a.example"));
    }

    @Test
    void a_reject_after_the_join_was_sent_waits_for_the_answer_success() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(rejects(BOB, "c2"))
                .then(noOutcomeYet("c1"), noOutcomeYet("c2"))
                .when(taken(BOB))
                .then(outcome("c1", OutcomeType.JOINED), outcome("c2", OutcomeType.NOT_INVITED));
    }

    @Test
    void a_reject_after_the_join_was_sent_waits_for_the_answer_refusal() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        rejects(BOB, "c2"))
                .when(notTaken(BOB, WorkResultType.FORBIDDEN))
                .then(outcome("c1", OutcomeType.FORBIDDEN), state(BOB, InviteState.Rejecting.class), noOutcomeYet("c2"))
                .when(passes(Duration.ofSeconds(5)))
                .then(outcome("c2", OutcomeType.LEFT_LOCALLY));
    }

    @Test
    void the_latest_intent_wins_over_one_that_waits() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        rejects(BOB, "c2"))
                .when(accepts(BOB, "c3"))
                .then(outcome("c2", OutcomeType.CANCELLED))
                .when(taken(BOB))
                .then(outcome("c1", OutcomeType.JOINED), outcome("c3", OutcomeType.JOINED));
    }

    @Test
    void an_accept_after_the_leave_was_sent_waits_and_finds_no_invite() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        rejects(BOB, "c1"),
                        prepared(BOB, "b.example", "$leave"),
                        accepts(BOB, "c2"))
                .when(taken(BOB))
                .then(outcome("c1", OutcomeType.LEFT), outcome("c2", OutcomeType.NOT_INVITED));
    }

    @Test
    void an_accept_that_waits_for_a_leave_joins_by_the_newer_invite_that_comes_first() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        rejects(BOB, "c1"),
                        prepared(BOB, "b.example", "$leave"),
                        accepts(BOB, "c2"))
                .when(invited(BOB, "$i2", "b.example"))
                .then(outcome("c1", OutcomeType.CANCELLED), state(BOB, InviteState.Joining.class))
                .when(taken(BOB))
                .then(state(BOB, InviteState.Joining.class));
    }

    @Test
    void leaves_and_joins_of_one_user_are_sent_in_one_lane_and_prepares_in_their_own() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(notTaken(BOB, WorkResultType.FORBIDDEN), rejects(BOB, "c2"), prepared(BOB, "b.example", "$leave"))
                .then(
                        that(hall -> assertThat(hall.orders().stream()
                                        .filter(order -> order.work() instanceof WorkOrder.Work.Submit)
                                        .map(order -> order.terms().lane())
                                        .distinct())
                                .hasSize(1)),
                        that(hall -> assertThat(hall.orders().stream()
                                        .filter(order -> order.work() instanceof WorkOrder.Work.Prepare)
                                        .map(order -> order.terms().lane())
                                        .distinct())
                                .hasSize(2)));
    }
}
