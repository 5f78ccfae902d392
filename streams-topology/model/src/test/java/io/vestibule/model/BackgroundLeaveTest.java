package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundLeaveTest {

    /** Bob is out, and the first walk has failed at all of five servers. */
    private static Scenario leftUnheard() {
        return given(
                invited(BOB, "$i1", "b.example", "c.example", "d.example", "e.example"),
                rejects(BOB, "c1"),
                signed(BOB, "$oob"),
                everyServerFails(BOB));
    }

    private static RemoteLeave remote(Hall hall) {
        return ((InviteState.Left) hall.ledger().invite(BOB).state()).remote();
    }

    @Test
    void it_asks_at_most_three_servers_the_senders_among_them_and_not_interactively() {
        leftUnheard()
                .when(passes(Duration.ofMinutes(1)))
                .then(
                        asks(BOB, "b.example", "c.example", "a.example"),
                        that(hall -> assertThat(hall.openOrder(BOB, WorkOrder.Work.Prepare.class)
                                        .terms()
                                        .interactive())
                                .isFalse()));
    }

    @Test
    void its_rests_double_up_to_six_hours_and_it_is_given_up_after_a_week() {
        List<Instant> rounds = new ArrayList<>();
        leftUnheard()
                .when(hall -> {
                    while (remote(hall) != null) {
                        if (hall.openOrders().stream().anyMatch(o -> o.work() instanceof WorkOrder.Work.Prepare)) {
                            rounds.add(hall.now());
                            everyServerFails(BOB).accept(hall);
                        }
                        hall.pass(Duration.ofSeconds(10));
                    }
                })
                .then(nothingOpen(BOB), that(hall -> {
                    Duration firstRest = Duration.between(rounds.get(0), rounds.get(1));
                    Duration lastRest = Duration.between(rounds.get(rounds.size() - 2), rounds.getLast());
                    assertThat(firstRest).isBetween(Duration.ofSeconds(47), Duration.ofSeconds(83));
                    assertThat(lastRest).isBetween(Duration.ofHours(4), Duration.ofHours(8));
                    assertThat(rounds.size()).isBetween(25, 60);
                    assertThat(Duration.between(Hall.START, rounds.getLast())).isLessThan(Duration.ofDays(7));
                }));
    }

    @Test
    void a_confirmation_ends_it() {
        leftUnheard()
                .when(passes(Duration.ofMinutes(1)), prepared(BOB, "b.example", "$leave"), taken(BOB))
                .then(that(hall -> assertThat(remote(hall)).isNull()), nothingOpen(BOB));
    }

    @Test
    void a_newer_invite_ends_it_and_no_leave_is_sent_any_more() {
        leftUnheard()
                .when(passes(Duration.ofMinutes(1)), invited(BOB, "$i2", "b.example"))
                .then(state(BOB, InviteState.Invited.class))
                .when(prepared(BOB, "b.example", "$late"), passes(Duration.ofDays(8)))
                .then(
                        state(BOB, InviteState.Invited.class),
                        that(hall -> assertThat(hall.orders())
                                .noneMatch(order -> order.work() instanceof WorkOrder.Work.Submit)));
    }

    @Test
    void a_join_elsewhere_ends_it_even_if_it_cites_nothing_known() {
        leftUnheard()
                .when(feed(BOB, Membership.JOIN, "$elsewhere", "$unknown"))
                .then(that(hall -> assertThat(remote(hall)).isNull()))
                .when(passes(Duration.ofDays(8)))
                .then(that(hall ->
                        assertThat(hall.orders()).noneMatch(order -> order.work() instanceof WorkOrder.Work.Submit)));
    }

    @Test
    void an_ambiguous_leave_is_repeated_with_the_same_event_in_the_next_round() {
        leftUnheard()
                .when(
                        passes(Duration.ofMinutes(1)),
                        prepared(BOB, "b.example", "$leave"),
                        notTaken(BOB, WorkResultType.AMBIGUOUS),
                        passes(Duration.ofMinutes(3)))
                .then(sends(BOB, "b.example", "$leave"));
    }

    @Test
    void a_round_that_nobody_answers_is_followed_by_the_next() {
        leftUnheard()
                .when(passes(Duration.ofHours(1)))
                .then(that(hall -> assertThat(hall.orders().stream()
                                .filter(order -> order.work() instanceof WorkOrder.Work.Prepare)
                                .count())
                        .isGreaterThan(3)));
    }

    @Test
    void a_retry_asks_at_once_and_hears_how_it_went() {
        leftUnheard()
                .when(retries(BOB, "c2", false))
                .then(asks(BOB, "b.example", "c.example", "a.example"), noOutcomeYet("c2"))
                .when(prepared(BOB, "c.example", "$leave"), taken(BOB))
                .then(outcome("c2", OutcomeType.LEFT));
    }

    @Test
    void a_retry_is_answered_after_five_seconds_whatever_the_servers_do() {
        leftUnheard()
                .when(retries(BOB, "c2", false), passes(Duration.ofSeconds(5)))
                .then(outcome("c2", OutcomeType.LEFT_LOCALLY));
    }

    @Test
    void a_retry_that_is_overtaken_by_a_newer_invite_is_cancelled() {
        leftUnheard()
                .when(retries(BOB, "c2", false), invited(BOB, "$i2", "b.example"))
                .then(outcome("c2", OutcomeType.CANCELLED), state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_late_success_of_a_leave_is_a_fact() {
        leftUnheard()
                .when(passes(Duration.ofMinutes(1)), prepared(BOB, "b.example", "$leave"), passes(Duration.ofDays(9)))
                .then(that(hall -> assertThat(remote(hall)).isNull()))
                .when(hall -> hall.answer(Scenario.taken(hall.orders().stream()
                        .filter(order -> order.work() instanceof WorkOrder.Work.Submit)
                        .findFirst()
                        .orElseThrow())))
                .then(that(hall -> assertThat(
                                ((InviteState.Left) hall.ledger().invite(BOB).state()).outOfBand())
                        .isFalse()));
    }
}
