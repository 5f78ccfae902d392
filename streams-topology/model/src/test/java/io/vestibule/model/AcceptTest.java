package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptTest {

    @Test
    void an_accept_asks_the_via_servers_first_and_the_senders_server_last() {
        given(invited(BOB, "$i1", "b.example", "c.example"))
                .when(accepts(BOB, "c1"))
                .then(asks(BOB, "b.example", "c.example", "a.example"), state(BOB, InviteState.Joining.class));
    }

    @Test
    void without_via_the_senders_server_comes_first_and_servers_of_stripped_state_follow() {
        given(invited(BOB, "$i1")).when(accepts(BOB, "c1")).then(asks(BOB, "a.example", "s.example"));
    }

    @Test
    void our_own_server_is_never_asked() {
        given(invited(BOB, "$i1", "us.example", "b.example"))
                .when(accepts(BOB, "c1"))
                .then(asks(BOB, "b.example", "a.example"));
    }

    @Test
    void nothing_limits_how_often_a_user_accepts_or_rejects() {
        Scenario scenario = given(invited(BOB, "$i1", "b.example"));
        for (int i = 0; i < 300; i++) {
            scenario.when(accepts(BOB, "accept-" + i), everyServerFails(BOB))
                    .then(outcome("accept-" + i, OutcomeType.NO_SERVER_REACHABLE));
        }
        for (int i = 0; i < 300; i++) {
            scenario.when(accepts(BOB, "again-" + i), rejects(BOB, "reject-" + i), invited(BOB, "$j" + i, "b.example"))
                    .then(outcome("again-" + i, OutcomeType.CANCELLED), outcome("reject-" + i, OutcomeType.CANCELLED));
        }
        scenario.when(rejects(BOB, "last"), signed(BOB, "$leave"), passes(Duration.ofSeconds(5)))
                .then(outcome("last", OutcomeType.LEFT_LOCALLY));
    }

    @Test
    void the_last_resort_can_be_switched_off() {
        Rules usual = Rules.of(Set.of(Hall.US));
        Rules strict = new Rules(
                usual.ownServers(), false, usual.budgets(), usual.background(), usual.keeping(), usual.outbound());
        given(new Hall(strict), invited(BOB, "$i1", "b.example"))
                .when(accepts(BOB, "c1"))
                .then(asks(BOB, "b.example"));
    }

    @Test
    void the_newest_invite_of_any_local_user_comes_first() {
        given(invited(BOB, "$i1", "b.example", "c.example"), invitedBy(MALLORY, CAROL, "$i2", "d.example", "c.example"))
                .when(accepts(BOB, "c1"))
                .then(asks(BOB, "d.example", "c.example", "b.example", "a.example"));
    }

    @Test
    void a_prepared_join_is_sent_to_the_server_that_gave_the_template_and_joins() {
        given(invited(BOB, "$i1", "b.example", "c.example"), accepts(BOB, "c1"))
                .when(prepared(BOB, "c.example", "$join"))
                .then(sends(BOB, "c.example", "$join"))
                .when(taken(BOB))
                .then(
                        outcome("c1", OutcomeType.JOINED),
                        state(BOB, InviteState.Joined.class),
                        that(hall ->
                                assertThat(hall.outcome("c1").importId()).isEqualTo(new ImportId("import-of-bob"))));
    }

    @Test
    void when_every_server_fails_the_invite_stands_and_the_outcome_says_so() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(everyServerFails(BOB))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE), state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_403_ends_the_walk_and_names_the_server_and_whose_invite_contributed_it() {
        given(invited(BOB, "$i1", "b.example"), invitedBy(MALLORY, CAROL, "$i2", "m.example"), accepts(BOB, "c1"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "m.example"))
                .then(
                        outcome("c1", OutcomeType.FORBIDDEN),
                        state(BOB, InviteState.Invited.class),
                        nothingOpen(BOB),
                        that(hall -> assertThat(hall.outcome("c1").refusal())
                                .isEqualTo(new Outcome.Refusal(ServerName.of("m.example"), EventId.of("$i2")))));
    }

    @Test
    void a_403_for_the_sent_event_ends_the_walk_too() {
        given(invited(BOB, "$i1", "b.example", "c.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(notTaken(BOB, WorkResultType.FORBIDDEN))
                .then(outcome("c1", OutcomeType.FORBIDDEN), state(BOB, InviteState.Invited.class), nothingOpen(BOB));
    }

    @Test
    void a_submit_that_failed_is_followed_by_a_new_prepare_with_the_servers_behind_it() {
        given(
                        invited(BOB, "$i1", "b.example", "c.example", "d.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "c.example", "$join"))
                .when(notTaken(BOB, WorkResultType.EXHAUSTED))
                .then(asks(BOB, "d.example", "a.example"), noOutcomeYet("c1"));
    }

    @Test
    void a_newer_invite_that_comes_during_a_walk_that_fails_is_walked_once_more() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), invited(BOB, "$i2", "n.example"))
                .when(everyServerFails(BOB))
                .then(asks(BOB, "n.example", "b.example", "a.example"), noOutcomeYet("c1"))
                .when(everyServerFails(BOB))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE), state(BOB, InviteState.Invited.class));
    }

    @Test
    void an_older_users_invite_during_the_walk_does_not_restart_it() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), invited(CAROL, "$i2", "n.example"))
                .when(everyServerFails(BOB))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE));
    }

    @Test
    void an_invite_younger_than_ten_seconds_has_its_403_asked_again() {
        given(invited(BOB, "$i1", "b.example"), passes(Duration.ofSeconds(4)))
                .when(accepts(BOB, "c1"))
                .then(that(hall -> {
                    var prepare = (WorkOrder.Work.Prepare)
                            hall.openOrder(BOB, WorkOrder.Work.Prepare.class).work();
                    assertThat(prepare.freshUntil()).isEqualTo(Hall.START.plusSeconds(10));
                }));
    }

    @Test
    void a_second_accept_hears_the_outcome_of_the_first() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), accepts(BOB, "c2"))
                .when(prepared(BOB, "b.example", "$join"), taken(BOB))
                .then(
                        outcome("c1", OutcomeType.JOINED),
                        outcome("c2", OutcomeType.JOINED),
                        that(hall -> assertThat(hall.orders()).hasSize(2)));
    }

    @Test
    void an_accept_after_the_join_is_answered_with_the_same_join() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"), taken(BOB))
                .when(accepts(BOB, "c2"))
                .then(
                        outcome("c2", OutcomeType.JOINED),
                        that(hall ->
                                assertThat(hall.outcome("c2").importId()).isEqualTo(new ImportId("import-of-bob"))));
    }

    @Test
    void a_command_that_comes_again_gets_the_identical_outcome() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), everyServerFails(BOB))
                .when(accepts(BOB, "c1"))
                .then(that(hall -> assertThat(hall.published())
                        .hasSize(2)
                        .allMatch(outcome -> outcome.equals(hall.published().getFirst()))));
    }

    @Test
    void a_command_that_comes_again_while_it_is_under_way_changes_nothing() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(accepts(BOB, "c1"))
                .then(
                        facts(BOB, Fact.InviteRecorded.class, Fact.OperationStarted.class, Fact.WorkOrdered.class),
                        noOutcomeYet("c1"));
    }

    @Test
    void an_id_that_was_given_to_two_commands_has_one_outcome() {
        given(invited(BOB, "$i1", "b.example"), invited(CAROL, "$i2", "b.example"))
                .when(accepts(BOB, "c1"), rejects(CAROL, "c1"), everyServerFails(BOB))
                .when(passes(Duration.ofSeconds(6)))
                .then(
                        that(hall -> assertThat(hall.published()).hasSize(1)),
                        outcome("c1", OutcomeType.NO_SERVER_REACHABLE),
                        state(CAROL, InviteState.Left.class));
    }

    @Test
    void without_an_invite_there_is_nothing_to_accept() {
        given().when(accepts(BOB, "c1"))
                .then(outcome("c1", OutcomeType.NOT_INVITED), state(BOB, InviteState.None.class));
    }

    @Test
    void a_command_after_its_deadline_is_expired() {
        given(invited(BOB, "$i1", "b.example"), passes(Duration.ofMinutes(1)))
                .when(commands(
                        command(CommandType.ACCEPT_INVITE, BOB, "c1", Hall.START.plusSeconds(60), Residency.UNKNOWN)))
                .then(outcome("c1", OutcomeType.EXPIRED), state(BOB, InviteState.Invited.class), nothingOpen(BOB));
    }

    @Test
    void a_command_that_this_release_does_not_carry_out_is_invalid() {
        given(invited(BOB, "$i1", "b.example"))
                .when(
                        commands(command(CommandType.SEND_INVITE, BOB, "c1")),
                        commands(command(CommandType.UNKNOWN, BOB, "c2")))
                .then(outcome("c1", OutcomeType.INVALID_COMMAND), outcome("c2", OutcomeType.INVALID_COMMAND));
    }

    @Test
    void a_fault_of_the_worker_is_an_internal_error_and_the_invite_stands() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(notPrepared(BOB, WorkResultType.FAILED, null))
                .then(outcome("c1", OutcomeType.INTERNAL_ERROR), state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_prepare_that_nobody_answers_is_expired_at_the_deadline() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(passes(Duration.ofMinutes(4)))
                .then(outcome("c1", OutcomeType.EXPIRED), state(BOB, InviteState.Invited.class))
                .when(prepared(BOB, "b.example", "$late"))
                .then(state(BOB, InviteState.Invited.class), nothingOpen(BOB));
    }

    @Test
    void a_submit_that_nobody_answers_is_unconfirmed_and_its_late_success_is_a_fact() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(passes(Duration.ofMinutes(5)))
                .then(noOutcomeYet("c1"))
                .when(passes(Duration.ofMinutes(15)))
                .then(outcome("c1", OutcomeType.UNCONFIRMED), state(BOB, InviteState.Invited.class))
                .when(taken(BOB))
                .then(state(BOB, InviteState.Joined.class), outcome("c1", OutcomeType.UNCONFIRMED));
    }

    @Test
    void a_late_success_does_not_overrule_a_newer_invite() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        passes(Duration.ofMinutes(20)),
                        invited(BOB, "$i2", "b.example"))
                .when(taken(BOB))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void an_ambiguous_submit_is_repeated_with_the_same_event_at_the_same_server() {
        given(invited(BOB, "$i1", "b.example", "c.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(notTaken(BOB, WorkResultType.AMBIGUOUS))
                .then(
                        sends(BOB, "b.example", "$join"),
                        noOutcomeYet("c1"),
                        that(hall ->
                                assertThat(hall.ledger().invite(BOB).sent()).hasSize(1)));
    }

    @Test
    void a_submit_that_stays_ambiguous_is_unconfirmed_and_no_second_event_is_made() {
        given(invited(BOB, "$i1", "b.example", "c.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(
                        notTaken(BOB, WorkResultType.AMBIGUOUS),
                        notTaken(BOB, WorkResultType.AMBIGUOUS),
                        notTaken(BOB, WorkResultType.AMBIGUOUS),
                        notTaken(BOB, WorkResultType.AMBIGUOUS))
                .then(outcome("c1", OutcomeType.UNCONFIRMED), nothingOpen(BOB))
                .when(accepts(BOB, "c2"))
                .then(sends(BOB, "b.example", "$join"))
                .when(notTaken(BOB, WorkResultType.EXHAUSTED))
                .then(asks(BOB, "c.example", "a.example"));
    }

    @Test
    void a_server_that_asked_for_patience_is_asked_once_more_at_the_end() {
        given(invited(BOB, "$i1", "b.example", "c.example", "d.example"), accepts(BOB, "c1"))
                .when(hall -> {
                    WorkOrder order = hall.openOrder(BOB, WorkOrder.Work.Prepare.class);
                    hall.answer(new WorkResult(
                            order.id(),
                            WorkResultType.PREPARED,
                            order.room(),
                            BOB,
                            List.of(
                                    attempt("b.example", AttemptResult.RATE_LIMITED),
                                    attempt("c.example", AttemptResult.SUCCEEDED)),
                            ServerName.of("c.example"),
                            new MemberEvent(EventId.of("$join"), "{}"),
                            null,
                            null,
                            ""));
                })
                .when(notTaken(BOB, WorkResultType.EXHAUSTED))
                .then(asks(BOB, "d.example", "a.example", "b.example"));
    }

    private static Attempt attempt(String server, AttemptResult result) {
        return new Attempt(
                ServerName.of(server), AttemptStep.MAKE, result, 0, "", "", Hall.START, 1, CandidateSource.VIA, null);
    }

    @Test
    void the_first_answer_to_an_order_counts() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(hall -> {
                    WorkOrder order = hall.openOrder(BOB, WorkOrder.Work.Prepare.class);
                    hall.answer(result(order, WorkResultType.EXHAUSTED, null, null));
                    hall.answer(result(order, WorkResultType.FORBIDDEN, "b.example", null));
                })
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE));
    }

    @Test
    void the_commands_word_on_residency_outranks_the_feed() {
        given(invited(BOB, "$i1", "b.example"), roomFacts(Residency.YES, false))
                .when(commands(command(CommandType.ACCEPT_INVITE, BOB, "c1", null, Residency.NO)))
                .then(asks(BOB, "b.example", "a.example"));
        given(invited(BOB, "$i1", "b.example"))
                .when(commands(command(CommandType.ACCEPT_INVITE, BOB, "c1", null, Residency.YES)))
                .then(outcome("c1", OutcomeType.RESIDENT), state(BOB, InviteState.Invited.class), nothingOpen(BOB));
    }

    @Test
    void a_blocked_room_is_not_joined_and_loses_its_routes() {
        given(invited(BOB, "$i1", "b.example"), roomFacts(Residency.UNKNOWN, true))
                .when(accepts(BOB, "c1"))
                .then(
                        outcome("c1", OutcomeType.BLOCKED),
                        that(hall -> assertThat(hall.ledger().room().routes().servers())
                                .isEmpty()));
    }

    @Test
    void a_retry_asks_again_with_what_the_failed_accept_had_asked_for() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), everyServerFails(BOB))
                .when(retries(BOB, "c2", false))
                .then(asks(BOB, "b.example", "a.example"), that(hall -> {
                    var prepare = (WorkOrder.Work.Prepare)
                            hall.openOrder(BOB, WorkOrder.Work.Prepare.class).work();
                    assertThat(prepare.wish().displayname()).isEqualTo("Name");
                }));
    }

    @Test
    void a_retry_can_be_limited_to_the_users_own_invite() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        invitedBy(MALLORY, CAROL, "$i2", "m.example"),
                        accepts(BOB, "c1"),
                        notPrepared(BOB, WorkResultType.FORBIDDEN, "m.example"))
                .when(retries(BOB, "c2", true))
                .then(asks(BOB, "b.example", "a.example"));
    }
}
