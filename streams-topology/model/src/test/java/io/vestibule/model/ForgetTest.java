package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing of a user is kept for a room, because somebody asked for it; and what time alone does. */
class ForgetTest {

    private static void nothingIsKeptOfBob(Hall hall) {
        assertThat(hall.ledger().invite(BOB)).isEqualTo(InviteRecord.EMPTY);
        assertThat(hall.ledger().view(BOB)).isNull();
        assertThat(hall.ledger().commandsOf(BOB)).isEmpty();
        assertThat(hall.ledger().room().names(BOB)).isFalse();
    }

    @Test
    void a_settled_invite_and_the_outcomes_of_its_commands_are_dropped() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"), taken(BOB))
                .when(forgets(BOB, "c2", false))
                .then(
                        outcome("c2", OutcomeType.FORGOTTEN),
                        that(hall -> assertThat(hall.ledger().history(BOB).reversed().stream()
                                        .map(LedgerEvent::fact)
                                        .toList())
                                .element(1)
                                .isEqualTo(new Fact.UserForgotten(true, 1))),
                        that(ForgetTest::nothingIsKeptOfBob),
                        that(hall ->
                                assertThat(hall.outcome("c2").detail()).isEqualTo("1 invite, outcomes of 1 commands")));
    }

    @Test
    void a_pending_invite_stays_unless_the_command_says_so() {
        given(invited(BOB, "$i1", "b.example"))
                .when(forgets(BOB, "c1", false))
                .then(outcome("c1", OutcomeType.STILL_PENDING), state(BOB, InviteState.Invited.class))
                .when(forgets(BOB, "c2", true))
                .then(outcome("c2", OutcomeType.FORGOTTEN), that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void commands_that_wait_for_a_forgotten_join_are_cancelled_and_a_late_answer_changes_nothing() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(forgets(BOB, "c2", true))
                .then(
                        outcome("c1", OutcomeType.CANCELLED),
                        outcome("c2", OutcomeType.FORGOTTEN),
                        that(ForgetTest::nothingIsKeptOfBob))
                .when(prepared(BOB, "b.example", "$join"))
                .then(that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void what_was_sent_is_answered_before_the_user_is_forgotten() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(forgets(BOB, "c2", true))
                .then(noOutcomeYet("c2"), state(BOB, InviteState.Joining.class))
                .when(accepts(BOB, "c3"), taken(BOB))
                .then(
                        outcome("c1", OutcomeType.JOINED),
                        outcome("c3", OutcomeType.JOINED),
                        outcome("c2", OutcomeType.FORGOTTEN),
                        that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void a_leave_that_was_sent_is_answered_after_five_seconds_and_then_forgotten() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        rejects(BOB, "c1"),
                        signed(BOB, "$oob"),
                        prepared(BOB, "b.example", "$leave"))
                .when(forgets(BOB, "c2", true), passes(Duration.ofSeconds(6)))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        outcome("c2", OutcomeType.FORGOTTEN),
                        that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void a_room_that_is_still_to_be_told_of_a_leave_is_told_no_more() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"), passes(Duration.ofSeconds(6)))
                .when(forgets(BOB, "c2", false))
                .then(outcome("c2", OutcomeType.STILL_PENDING))
                .when(forgets(BOB, "c3", true), passes(Duration.ofDays(8)))
                .then(outcome("c3", OutcomeType.FORGOTTEN), that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void who_waits_behind_a_forgotten_user_has_his_turn() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        invited(CAROL, "$i2", "b.example"),
                        accepts(BOB, "c1"),
                        accepts(CAROL, "c2"))
                .when(forgets(BOB, "c3", true))
                .then(asks(CAROL, "b.example", "a.example"), that(ForgetTest::nothingIsKeptOfBob));
    }

    @Test
    void forgetting_again_finds_nothing_left_and_says_so() {
        given(invited(BOB, "$i1", "b.example"), forgets(BOB, "c1", true))
                .when(forgets(BOB, "c2", false))
                .then(that(hall -> assertThat(hall.outcome("c2").detail()).isEqualTo("nothing was kept")));
    }

    @Test
    void others_of_the_room_and_the_servers_that_lead_into_it_stay() {
        given(invited(BOB, "$i1", "b.example"), invited(CAROL, "$i2", "c.example"))
                .when(forgets(BOB, "c1", true))
                .then(state(CAROL, InviteState.Invited.class))
                .when(accepts(CAROL, "c2"))
                .then(asks(CAROL, "c.example", "b.example", "a.example"));
    }

    @Test
    void an_invite_to_somebody_elsewhere_that_is_on_its_way_ends_by_itself_first() {
        given(OutboundScenario.sends("c1", "e1"))
                .when(forgets(OutboundScenario.DANA, "c2", true))
                .then(outcome("c2", OutcomeType.STILL_PENDING));
    }

    @Test
    void a_room_forgets_servers_when_their_time_is_over_and_then_itself() {
        // Given
        Rules rules = Rules.of(Set.of(Hall.US));
        Duration memory = rules.keeping().routes();
        Hall hall = new Hall(rules);
        invited(BOB, "$i1", "b.example").accept(hall);
        hall.pass(Duration.ofDays(10));
        invited(CAROL, "$i2", "c.example").accept(hall);
        Instant first = hall.ledger().room().wake(memory);
        // When
        hall.pass(Duration.between(hall.now(), first));
        hall.input(new Input.RoomDue(Hall.ROOM));
        // Then
        assertThat(hall.ledger().room().routes().servers())
                .extracting(route -> route.server().value())
                .containsExactly("c.example");
        // When
        hall.pass(Duration.between(hall.now(), hall.ledger().room().wake(memory)));
        hall.input(new Input.RoomDue(Hall.ROOM));
        // Then
        assertThat(hall.ledger().room()).isEqualTo(RoomRecord.EMPTY);
    }
}
