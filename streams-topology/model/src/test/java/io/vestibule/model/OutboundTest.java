package io.vestibule.model;

import static io.vestibule.model.OutboundScenario.DANA;
import static io.vestibule.model.OutboundScenario.answers;
import static io.vestibule.model.OutboundScenario.notSent;
import static io.vestibule.model.OutboundScenario.prepares;
import static io.vestibule.model.OutboundScenario.rateLimited;
import static io.vestibule.model.OutboundScenario.retracts;
import static io.vestibule.model.OutboundScenario.sends;
import static io.vestibule.model.OutboundScenario.sendsUntil;
import static io.vestibule.model.OutboundScenario.sendsVia;
import static io.vestibule.model.OutboundScenario.tries;
import static io.vestibule.model.Scenario.given;
import static io.vestibule.model.Scenario.noOutcomeYet;
import static io.vestibule.model.Scenario.outcome;
import static io.vestibule.model.Scenario.passes;
import static io.vestibule.model.Scenario.that;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Invites to users of other servers, and their retraction. */
class OutboundTest {

    @Test
    void an_invite_is_prepared_then_sent_and_the_signed_event_is_its_outcome() {
        given(sends("c1", "e1"))
                .when(prepares("$e1"), answers(WorkResultType.INVITED, "$e1"))
                .then(outcome("c1", OutcomeType.INVITED), that(hall -> {
                    assertThat(hall.outcome("c1").event()).isEqualTo(OutboundScenario.event("$e1"));
                    assertThat(hall.ledger().outbound(DANA).isEmpty()).isTrue();
                }));
    }

    @Test
    void the_order_to_send_carries_the_prepared_event_and_its_via_and_nothing_chosen_anew() {
        given(sends("c1", "e1")).when(prepares("$e1")).then(that(hall -> {
            WorkOrder.Work.SendInvite send = OutboundScenario.open(hall, WorkOrder.Work.SendInvite.class);
            assertThat(send.event()).isEqualTo(OutboundScenario.event("$e1"));
            assertThat(send.via()).isEqualTo(OutboundScenario.VIA);
            assertThat(send.endpoint()).isEqualTo(Invitation.Endpoint.UNKNOWN);
        }));
    }

    @Test
    void an_invite_without_an_answer_is_repeated_by_the_clock_under_the_same_version_and_no_other() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(
                        OutboundScenario.unanswered(Invitation.Endpoint.V2),
                        passes(Duration.ofSeconds(30)),
                        notSent(WorkResultType.EXHAUSTED),
                        passes(Duration.ofSeconds(60)))
                .then(noOutcomeYet("c1"), that(hall -> {
                    WorkOrder.Work.SendInvite again = OutboundScenario.open(hall, WorkOrder.Work.SendInvite.class);
                    assertThat(again.endpoint()).isEqualTo(Invitation.Endpoint.V2);
                    assertThat(again.event()).isEqualTo(OutboundScenario.event("$e1"));
                }));
    }

    @Test
    void rests_grow_up_to_ten_minutes_and_end_with_the_deadline() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(that(hall -> OutboundScenario.failUntilTheEnd(hall, WorkResultType.EXHAUSTED)))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE), that(hall -> {
                    assertThat(tries(hall)).hasSizeBetween(10, 20);
                    assertThat(hall.outcome("c1").decidedAt()).isBeforeOrEqualTo(Hall.START.plus(Duration.ofHours(1)));
                }));
    }

    @Test
    void an_invite_that_may_have_arrived_ends_unconfirmed() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(
                        OutboundScenario.unanswered(Invitation.Endpoint.V2),
                        that(hall -> OutboundScenario.failUntilTheEnd(hall, WorkResultType.EXHAUSTED)))
                .then(outcome("c1", OutcomeType.UNCONFIRMED));
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE_BLOCKED, INVITE_BLOCKED",
        "INCOMPATIBLE_VERSION, INCOMPATIBLE_ROOM_VERSION",
        "FORBIDDEN, FORBIDDEN",
        "REFUSED, REFUSED",
        "BAD_ANSWER, BAD_ANSWER",
        "FAILED, INTERNAL_ERROR"
    })
    void a_definite_answer_ends_an_invite_with_the_peers_words(WorkResultType type, OutcomeType expected) {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(notSent(type))
                .then(
                        outcome("c1", expected),
                        that(hall -> assertThat(hall.outcome("c1").detail()).isEqualTo("as the peer put it")));
    }

    @Test
    void what_cannot_be_sent_is_an_invalid_command() {
        given(sends("c1", "e1"))
                .when(notSent(WorkResultType.EVENT_REFUSED))
                .then(outcome("c1", OutcomeType.INVALID_COMMAND));
    }

    @Test
    void an_unsigned_invite_of_a_room_with_a_policy_server_is_not_sent() {
        given(sends("c1", "e1"))
                .when(notSent(WorkResultType.POLICY_SERVER_FIRST))
                .then(
                        outcome("c1", OutcomeType.POLICY_SERVER_FIRST),
                        that(hall -> assertThat(tries(hall)).isEmpty()));
    }

    @Test
    void a_server_that_limits_the_rate_is_left_alone_for_as_long_as_it_asks() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(rateLimited(Duration.ofMinutes(20)), passes(Duration.ofMinutes(19)))
                .then(that(hall -> assertThat(tries(hall)).hasSize(1)))
                .when(passes(Duration.ofMinutes(2)))
                .then(that(hall -> assertThat(tries(hall)).hasSize(2)));
    }

    @Test
    void a_rate_limit_beyond_the_deadline_is_the_outcome_with_its_delay() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(rateLimited(Duration.ofHours(2)))
                .then(
                        outcome("c1", OutcomeType.RATE_LIMITED),
                        that(hall -> assertThat(hall.outcome("c1").retryAfter()).isEqualTo(Duration.ofHours(2))));
    }

    @Test
    void a_worker_that_never_answers_leaves_an_invite_expired_before_it_was_handed_out_and_unconfirmed_after() {
        given(sends("c1", "e1")).when(passes(Duration.ofHours(2))).then(outcome("c1", OutcomeType.EXPIRED));
        given(sends("c2", "e1"), prepares("$e1"))
                .when(passes(Duration.ofHours(2)))
                .then(outcome("c2", OutcomeType.UNCONFIRMED));
    }

    @Test
    void the_deadline_of_the_command_counts_where_it_names_one() {
        given(sendsUntil("c1", "e1", Duration.ofSeconds(3)), prepares("$e1"))
                .when(notSent(WorkResultType.EXHAUSTED))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE));
        given(sendsUntil("c2", "e1", Duration.ZERO)).then(outcome("c2", OutcomeType.EXPIRED));
    }

    @Test
    void the_same_event_asked_for_twice_is_sent_once_and_both_hear_of_it() {
        given(sends("c1", "e1"), prepares("$e1"), sends("c2", "e1"))
                .when(answers(WorkResultType.INVITED, "$e1"))
                .then(outcome("c1", OutcomeType.INVITED), outcome("c2", OutcomeType.INVITED));
    }

    @Test
    void a_repeated_command_gets_the_identical_outcome() {
        given(sends("c1", "e1"), sends("c1", "e1"), prepares("$e1"), answers(WorkResultType.INVITED, "$e1"))
                .when(sends("c1", "e1"))
                .then(that(hall -> {
                    assertThat(hall.published()).hasSize(2);
                    assertThat(hall.openOrders()).isEmpty();
                }));
    }

    @Test
    void a_retraction_waits_for_the_try_under_way_and_follows_it() {
        given(sends("c1", "e1"), prepares("$e1"), retracts("c2", "l1"))
                .when(answers(WorkResultType.INVITED, "$e1"), prepares("$l1"), notSent(WorkResultType.DELIVERED))
                .then(outcome("c1", OutcomeType.INVITED), outcome("c2", OutcomeType.RETRACTION_SENT));
    }

    @Test
    void an_invite_that_is_withdrawn_is_not_tried_again() {
        given(sends("c1", "e1"), prepares("$e1"), retracts("c2", "l1"))
                .when(OutboundScenario.unanswered(Invitation.Endpoint.V2))
                .then(outcome("c1", OutcomeType.CANCELLED));
        given(sends("c3", "e1"), prepares("$e1"), notSent(WorkResultType.EXHAUSTED))
                .when(retracts("c4", "l1"))
                .then(outcome("c3", OutcomeType.CANCELLED), noOutcomeYet("c4"));
    }

    @Test
    void a_new_invite_ends_the_repeats_of_an_old_retraction() {
        given(retracts("c1", "l1"), prepares("$l1"), notSent(WorkResultType.EXHAUSTED))
                .when(sends("c2", "e2"), prepares("$e2"), answers(WorkResultType.INVITED, "$e2"))
                .then(outcome("c1", OutcomeType.CANCELLED), outcome("c2", OutcomeType.INVITED));
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkResultType.class,
            names = {"FORBIDDEN", "REFUSED", "EXHAUSTED", "AMBIGUOUS", "RATE_LIMITED"})
    void a_retraction_is_repeated_with_the_same_event_whatever_the_answer_until_it_is_taken(WorkResultType type) {
        given(retracts("c1", "l1"), prepares("$l1"))
                .when(notSent(type), passes(Duration.ofMinutes(1)), notSent(type), passes(Duration.ofMinutes(1)))
                .then(
                        noOutcomeYet("c1"),
                        that(hall -> assertThat(tries(hall))
                                .hasSize(3)
                                .allMatch(order -> order.work()
                                        .equals(new WorkOrder.Work.SendPdu(OutboundScenario.event("$l1"))))))
                .when(notSent(WorkResultType.DELIVERED))
                .then(outcome("c1", OutcomeType.RETRACTION_SENT));
    }

    @Test
    void a_retraction_that_a_server_takes_and_cannot_use_says_so() {
        given(retracts("c1", "l1"), prepares("$l1"))
                .when(notSent(WorkResultType.DELIVERED))
                .then(
                        outcome("c1", OutcomeType.RETRACTION_SENT),
                        that(hall -> assertThat(hall.outcome("c1").detail()).endsWith("as the peer put it")));
    }

    @Test
    void a_retraction_that_is_refused_to_the_end_says_so() {
        given(retracts("c1", "l1"), prepares("$l1"))
                .when(that(hall -> OutboundScenario.failUntilTheEnd(hall, WorkResultType.FORBIDDEN)))
                .then(outcome("c1", OutcomeType.FORBIDDEN));
    }

    @Test
    void a_user_of_our_own_is_not_invited_over_the_federation() {
        given(OutboundScenario.sendsTo(UserId.of("@bob:us.example"), "c1", "e1"))
                .then(outcome("c1", OutcomeType.INVALID_COMMAND));
    }

    @Test
    void nobody_is_invited_to_a_room_that_is_blocked_here() {
        given(Scenario.roomFacts(Residency.YES, true), sends("c1", "e1")).then(outcome("c1", OutcomeType.BLOCKED));
    }

    @Test
    void at_most_eight_commands_wait_for_one_user() {
        given(sends("c0", "e0"))
                .when(that(hall -> {
                    for (int i = 1; i <= 9; i++) {
                        sends("c" + i, "e" + i).accept(hall);
                    }
                }))
                .then(noOutcomeYet("c8"), outcome("c9", OutcomeType.CANCELLED));
    }

    @Test
    void a_late_answer_to_an_order_that_is_over_changes_nothing() {
        given(sends("c1", "e1"), prepares("$e1"))
                .when(that(hall -> {
                    WorkOrder open = OutboundScenario.openOrder(hall);
                    hall.pass(Duration.ofHours(2));
                    hall.answer(Scenario.result(open, WorkResultType.INVITED, null, OutboundScenario.event("$e1")));
                }))
                .then(
                        outcome("c1", OutcomeType.UNCONFIRMED),
                        that(hall -> assertThat(hall.published()).hasSize(1)));
    }

    @Test
    void a_via_that_the_command_names_is_taken_as_it_is_each_server_once() {
        ServerName far = ServerName.of("far.example");
        given(sendsVia("c1", far, Hall.US, far)).then(that(hall -> {
            WorkOrder.Work.PrepareEvent prepare = OutboundScenario.open(hall, WorkOrder.Work.PrepareEvent.class);
            assertThat(prepare.via().narrow()).isFalse();
            assertThat(prepare.via().servers()).containsExactly(far, Hall.US);
        }));
    }

    @Test
    void the_acl_that_the_homeserver_told_keeps_servers_out_of_via_where_the_command_names_none() {
        given(hall -> hall.input(new Input.RoomFactsChanged(
                        Hall.ROOM,
                        Residency.YES,
                        null,
                        false,
                        hall.now(),
                        new ServerAcl(List.of("*"), List.of("b.example"), true),
                        List.of())))
                .when(sends("c1", "e1"))
                .then(that(hall -> {
                    WorkOrder.Work.PrepareEvent prepare =
                            OutboundScenario.open(hall, WorkOrder.Work.PrepareEvent.class);
                    assertThat(prepare.via().narrow()).isTrue();
                    assertThat(prepare.via().servers()).hasToString("[a.example, us.example]");
                }));
    }
}
