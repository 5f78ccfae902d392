package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RejectTest {

    private static InviteState.Left left(Hall hall) {
        return (InviteState.Left) hall.ledger().invite(BOB).state();
    }

    @Test
    void a_reject_has_its_leave_signed_at_once_and_walks_beside_it() {
        given(invited(BOB, "$i1", "b.example"))
                .when(rejects(BOB, "c1"))
                .then(asks(BOB, "b.example", "a.example"), state(BOB, InviteState.Rejecting.class), that(hall -> {
                    WorkOrder sign = hall.openOrder(BOB, WorkOrder.Work.SignLeave.class);
                    assertThat(sign.terms().lane()).isEqualTo(sign.id().value());
                    var prepare = (WorkOrder.Work.Prepare)
                            hall.openOrder(BOB, WorkOrder.Work.Prepare.class).work();
                    assertThat(prepare.mustCite()).isEqualTo(EventId.of("$i1"));
                    assertThat(prepare.membership()).isEqualTo(Membership.LEAVE);
                }));
    }

    @Test
    void a_leave_that_is_confirmed_within_five_seconds_is_the_rooms_own() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(prepared(BOB, "b.example", "$leave"), taken(BOB))
                .then(outcome("c1", OutcomeType.LEFT), that(hall -> {
                    assertThat(left(hall).outOfBand()).isFalse();
                    assertThat(left(hall).leave().id()).isEqualTo(EventId.of("$leave"));
                    assertThat(left(hall).remote()).isNull();
                }));
    }

    @Test
    void after_five_seconds_the_user_is_out_and_the_walk_goes_on_behind_it() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(passes(Duration.ofSeconds(5)))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), that(hall -> {
                    assertThat(left(hall).outOfBand()).isTrue();
                    assertThat(left(hall).leave().id()).isEqualTo(EventId.of("$oob"));
                }))
                .when(prepared(BOB, "b.example", "$leave"), taken(BOB))
                .then(that(hall -> {
                    assertThat(left(hall).remote()).isNull();
                    assertThat(left(hall).outOfBand()).isFalse();
                    assertThat(left(hall).leave().id())
                            .as("sync shows no second change")
                            .isEqualTo(EventId.of("$oob"));
                }));
    }

    @Test
    void an_outage_of_the_worker_delays_the_event_and_not_the_outcome() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(passes(Duration.ofSeconds(5)))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        that(hall -> assertThat(left(hall).leave()).isNull()))
                .when(signed(BOB, "$oob"))
                .then(that(hall -> assertThat(left(hall).leave().id()).isEqualTo(EventId.of("$oob"))));
    }

    @Test
    void when_every_server_fails_the_user_is_out_as_soon_as_the_leave_is_signed() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(everyServerFails(BOB))
                .then(noOutcomeYet("c1"), state(BOB, InviteState.Rejecting.class))
                .when(signed(BOB, "$oob"))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        that(hall -> assertThat(hall.outcome("c1").event().id()).isEqualTo(EventId.of("$oob"))));
    }

    @Test
    void after_a_403_of_the_senders_server_the_user_is_out_and_nothing_is_tried_again() {
        given(invited(BOB, "$i1"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "a.example"))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), nothingOpen(BOB), that(hall -> {
                    assertThat(left(hall).remote()).isNull();
                    assertThat(hall.outcome("c1").refusal().server()).isEqualTo(ServerName.of("a.example"));
                }));
    }

    @Test
    void a_403_of_another_server_is_checked_once_at_the_senders() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "b.example"))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), asks(BOB, "a.example"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "a.example"))
                .then(
                        nothingOpen(BOB),
                        that(hall -> assertThat(left(hall).remote()).isNull()));
    }

    @Test
    void a_template_that_does_not_cite_the_invite_ends_the_walk_without_retries() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(notPrepared(BOB, WorkResultType.SUPERSEDED, "b.example"))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        that(hall -> assertThat(left(hall).remote()).isNull()));
    }

    @Test
    void a_submit_of_a_leave_that_failed_goes_on_with_the_servers_behind_it() {
        given(invited(BOB, "$i1", "b.example", "c.example"), rejects(BOB, "c1"), prepared(BOB, "b.example", "$leave"))
                .when(notTaken(BOB, WorkResultType.EXHAUSTED))
                .then(asks(BOB, "c.example", "a.example"));
    }

    @Test
    void rejecting_again_hears_the_same_and_rejecting_later_what_had_become_of_it() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), rejects(BOB, "c2"), signed(BOB, "$oob"))
                .when(passes(Duration.ofSeconds(5)), rejects(BOB, "c3"))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        outcome("c2", OutcomeType.LEFT_LOCALLY),
                        outcome("c3", OutcomeType.LEFT_LOCALLY));
    }

    @Test
    void a_joined_user_does_not_leave_by_rejecting() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$j"), taken(BOB))
                .when(rejects(BOB, "c2"))
                .then(outcome("c2", OutcomeType.NOT_INVITED), state(BOB, InviteState.Joined.class));
    }

    @Test
    void a_knock_is_rescinded_by_a_reject() {
        given(invited(CAROL, "$i0", "b.example"), feed(BOB, Membership.KNOCK, "$knock"))
                .when(rejects(BOB, "c1"))
                .then(asks(BOB, "b.example"), that(hall -> {
                    var prepare = (WorkOrder.Work.Prepare)
                            hall.openOrder(BOB, WorkOrder.Work.Prepare.class).work();
                    assertThat(prepare.mustCite()).isEqualTo(EventId.of("$knock"));
                }))
                .when(prepared(BOB, "b.example", "$leave"), taken(BOB))
                .then(outcome("c1", OutcomeType.LEFT), state(BOB, InviteState.Left.class));
    }

    @Test
    void a_knock_with_no_way_into_the_room_ends_here() {
        given(feed(BOB, Membership.KNOCK, "$knock"))
                .when(rejects(BOB, "c1"))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), state(BOB, InviteState.Left.class));
    }

    @Test
    void a_newer_invite_wins_over_a_reject() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(invited(BOB, "$i2", "b.example"))
                .then(outcome("c1", OutcomeType.CANCELLED), state(BOB, InviteState.Invited.class))
                .when(prepared(BOB, "b.example", "$leave"))
                .then(that(hall -> assertThat(hall.openOrders())
                        .noneMatch(order -> order.work() instanceof WorkOrder.Work.Submit)));
    }
}
