package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinLineTest {

    private static Scenario threeInvited() {
        return given(
                invited(BOB, "$i1", "b.example"),
                invited(CAROL, "$i2", "b.example"),
                invited(DAVE, "$i3", "b.example"));
    }

    @Test
    void one_user_joins_at_a_time_and_the_others_hear_of_the_import() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), accepts(DAVE, "c3"))
                .then(nothingOpen(CAROL), nothingOpen(DAVE))
                .when(prepared(BOB, "b.example", "$join"), taken(BOB))
                .then(
                        outcome("c1", OutcomeType.JOINED),
                        outcome("c2", OutcomeType.RESIDENT),
                        outcome("c3", OutcomeType.RESIDENT),
                        state(CAROL, InviteState.Invited.class),
                        that(hall ->
                                assertThat(hall.outcome("c3").importId()).isEqualTo(new ImportId("import-of-bob"))));
    }

    @Test
    void when_the_first_fails_the_next_in_line_takes_its_turn() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), accepts(DAVE, "c3"), everyServerFails(BOB))
                .then(
                        outcome("c1", OutcomeType.NO_SERVER_REACHABLE),
                        asks(CAROL, "b.example", "a.example"),
                        nothingOpen(DAVE))
                .when(notPrepared(CAROL, WorkResultType.FORBIDDEN, "b.example"))
                .then(outcome("c2", OutcomeType.FORBIDDEN), asks(DAVE, "b.example", "a.example"));
    }

    @Test
    void whoever_joins_soon_after_hears_of_the_import_too_but_not_for_ever() {
        threeInvited()
                .when(accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"), taken(BOB), accepts(CAROL, "c2"))
                .then(outcome("c2", OutcomeType.RESIDENT))
                .when(passes(Duration.ofMinutes(11)), accepts(DAVE, "c3"))
                .then(asks(DAVE, "b.example", "a.example"));
    }

    @Test
    void the_homeservers_word_keeps_residency_alive() {
        threeInvited()
                .when(
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        taken(BOB),
                        roomFacts(Residency.YES, false),
                        passes(Duration.ofDays(3)),
                        accepts(CAROL, "c2"))
                .then(outcome("c2", OutcomeType.RESIDENT));
    }

    @Test
    void when_the_joined_user_has_left_the_next_joins_from_outside() {
        threeInvited()
                .when(
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        taken(BOB),
                        feed(BOB, Membership.LEAVE, "$gone", "$join"),
                        accepts(CAROL, "c2"))
                .then(state(BOB, InviteState.Left.class), asks(CAROL, "b.example", "a.example"));
    }

    @Test
    void a_lagging_no_of_the_homeserver_does_not_undo_a_join() {
        threeInvited()
                .when(
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        taken(BOB),
                        hall -> hall.input(new Input.RoomFactsChanged(
                                Hall.ROOM, Residency.NO, null, false, hall.now().minusSeconds(5), null, List.of())))
                .when(accepts(CAROL, "c2"))
                .then(outcome("c2", OutcomeType.RESIDENT));
    }

    @Test
    void a_reject_does_not_wait_for_anothers_hanging_join() {
        threeInvited()
                .when(accepts(BOB, "c1"), rejects(CAROL, "c2"))
                .then(asks(CAROL, "b.example", "a.example"))
                .when(passes(Duration.ofSeconds(5)))
                .then(outcome("c2", OutcomeType.LEFT_LOCALLY), noOutcomeYet("c1"));
    }

    @Test
    void whoever_waits_in_line_can_still_reject_and_expire() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), accepts(DAVE, "c3"), rejects(CAROL, "c4"))
                .then(outcome("c2", OutcomeType.CANCELLED), state(CAROL, InviteState.Rejecting.class))
                .when(prepared(BOB, "b.example", "$join"), passes(Duration.ofMinutes(4)))
                .then(outcome("c3", OutcomeType.EXPIRED), state(DAVE, InviteState.Invited.class));
    }

    @Test
    void a_homeserver_that_turns_out_to_be_resident_answers_all_who_have_sent_nothing() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), roomFacts(Residency.YES, false))
                .then(outcome("c1", OutcomeType.RESIDENT), outcome("c2", OutcomeType.RESIDENT));
    }

    @Test
    void a_room_that_is_blocked_ends_the_joins_that_have_sent_nothing() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), roomFacts(Residency.UNKNOWN, true))
                .then(outcome("c1", OutcomeType.BLOCKED), outcome("c2", OutcomeType.BLOCKED));
    }

    @Test
    void more_users_than_the_line_holds_are_answered_all_the_same() {
        Hall hall = new Hall();
        for (int i = 0; i < 150; i++) {
            UserId user = UserId.of("@u" + i + ":us.example");
            invited(user, "$i" + i, "b.example").accept(hall);
            accepts(user, "c" + i).accept(hall);
        }
        UserId first = UserId.of("@u0:us.example");
        given(hall)
                .when(prepared(first, "b.example", "$join"), taken(first), passes(Duration.ofSeconds(10)))
                .then(that(after -> assertThat(after.published()).hasSize(150)));
    }

    @Test
    void a_cancelled_leader_makes_room_for_the_next() {
        threeInvited()
                .when(accepts(BOB, "c1"), accepts(CAROL, "c2"), rejects(BOB, "c3"))
                .then(outcome("c1", OutcomeType.CANCELLED), asks(CAROL, "b.example", "a.example"));
    }
}
