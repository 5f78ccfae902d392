package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The out-of-band leave of a reject, when it cannot be signed at once. */
class SigningTest {

    private static InviteState.Left left(Hall hall) {
        return (InviteState.Left) hall.ledger().invite(BOB).state();
    }

    private static List<WorkOrder> signatures(Hall hall) {
        return hall.orders().stream()
                .filter(order -> order.work() instanceof WorkOrder.Work.SignLeave)
                .toList();
    }

    @Test
    void a_signature_that_fails_delays_no_outcome_and_is_ordered_again() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), notSigned(BOB))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "a.example"))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        nothingOpen(BOB),
                        that(hall -> assertThat(left(hall).leave()).isNull()))
                .when(passes(Duration.ofMinutes(1)), signed(BOB, "$oob"))
                .then(that(hall -> assertThat(left(hall).leave().id()).isEqualTo(EventId.of("$oob"))));
    }

    @Test
    void when_the_walk_has_failed_already_a_signature_that_fails_ends_the_reject() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), everyServerFails(BOB))
                .when(notSigned(BOB))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), state(BOB, InviteState.Left.class));
    }

    @Test
    void a_signature_that_nobody_gives_is_ordered_again_and_the_first_answer_to_the_open_order_counts() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), passes(Duration.ofSeconds(5)))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY))
                .when(passes(Duration.ofMinutes(7)))
                .then(that(hall -> {
                    assertThat(signatures(hall)).hasSize(2);
                    assertThat(signatures(hall).getLast().terms().interactive()).isFalse();
                    var sign = (WorkOrder.Work.SignLeave)
                            signatures(hall).getLast().work();
                    assertThat(sign.reason()).isEqualTo("no thanks");
                }))
                .when(
                        hall -> hall.answer(result(
                                signatures(hall).getFirst(),
                                WorkResultType.LEAVE_SIGNED,
                                null,
                                new MemberEvent(EventId.of("$lost"), "{}"))),
                        hall -> hall.answer(result(
                                signatures(hall).getLast(),
                                WorkResultType.LEAVE_SIGNED,
                                null,
                                new MemberEvent(EventId.of("$oob"), "{}"))))
                .then(that(hall -> assertThat(left(hall).leave().id()).isEqualTo(EventId.of("$oob"))));
    }

    @Test
    void a_signature_that_never_comes_is_asked_for_ever_more_rarely_and_given_up_after_a_week() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(notPrepared(BOB, WorkResultType.SUPERSEDED, "b.example"), passes(Duration.ofDays(30)))
                .then(outcome("c1", OutcomeType.LEFT_LOCALLY), that(hall -> {
                    assertThat(signatures(hall)).hasSizeBetween(20, 60);
                    assertThat(hall.ledger().invite(BOB).signing()).isNull();
                    assertThat(signatures(hall).getLast().terms().issuedAt())
                            .isBefore(Hall.START.plus(Duration.ofDays(8)));
                }));
    }

    @Test
    void no_signature_is_wanted_once_a_server_has_confirmed_the_leave() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), notSigned(BOB))
                .when(prepared(BOB, "b.example", "$leave"), taken(BOB), passes(Duration.ofDays(2)))
                .then(
                        outcome("c1", OutcomeType.LEFT),
                        that(hall -> assertThat(signatures(hall)).hasSize(1)));
    }

    @Test
    void no_signature_is_wanted_once_the_user_is_invited_again() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), passes(Duration.ofSeconds(5)))
                .when(invited(BOB, "$i2", "b.example"), passes(Duration.ofDays(2)))
                .then(state(BOB, InviteState.Invited.class), that(hall -> {
                    assertThat(signatures(hall)).hasSize(1);
                    assertThat(hall.ledger().invite(BOB).signing()).isNull();
                }));
    }
}
