package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void an_invite_that_comes_again_is_one_fact_and_does_not_refresh_its_recency() {
        given(invited(BOB, "$i1", "b.example"), invited(CAROL, "$i2", "c.example"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(
                        facts(BOB, Fact.InviteRecorded.class),
                        that(hall -> assertThat(hall.ledger().room().routes().servers())
                                .extracting(route -> route.server().value())
                                .containsExactly("c.example", "b.example")));
    }

    @Test
    void the_same_event_id_with_other_content_is_refused() {
        given(invited(BOB, "$i1", "b.example"))
                .when(invitedWithOtherContent(BOB, "$i1"))
                .then(
                        facts(BOB, Fact.InviteRecorded.class, Fact.InviteRefused.class),
                        that(hall -> assertThat(hall.ledger()
                                        .invite(BOB)
                                        .state()
                                        .newestInvite()
                                        .event()
                                        .referenceHash())
                                .isEqualTo("i1")));
    }

    @Test
    void an_invite_that_a_newer_one_has_replaced_is_not_taken_again() {
        given(invited(BOB, "$i1", "b.example"), invited(BOB, "$i2", "c.example"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(
                        facts(BOB, Fact.InviteRecorded.class, Fact.InviteRecorded.class),
                        state(BOB, InviteState.Invited.class));
    }

    @Test
    void an_event_id_that_a_server_chose_is_refused_for_another_user_too() {
        given(invitedWithChosenId(BOB, "$chosen:a.example"))
                .when(invitedWithOtherContent(CAROL, "$chosen:a.example"))
                .then(facts(CAROL, Fact.InviteRefused.class), state(CAROL, InviteState.None.class));
    }

    @Test
    void an_invite_that_comes_again_after_it_was_rejected_stays_rejected() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"), passes(Duration.ofSeconds(5)))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Left.class));
    }

    @Test
    void a_settled_record_is_forgotten_after_its_retention_and_routes_stay() {
        given(invited(BOB, "$i1", "b.example"), feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .when(hall -> {
                    hall.pass(Duration.ofDays(91));
                    hall.input(new Input.TimerFired(Hall.ROOM, BOB));
                })
                .then(state(BOB, InviteState.None.class), that(hall -> {
                    assertThat(hall.ledger().view(BOB)).isNull();
                    assertThat(hall.ledger().room().routes().servers()).hasSize(1);
                }));
    }

    @Test
    void every_event_carries_the_coordinates_of_its_input_and_its_place_among_its_siblings() {
        given(invited(BOB, "$i1", "b.example")).when(rejects(BOB, "c1")).then(that(hall -> {
            var events = hall.ledger().events();
            assertThat(events.subList(1, events.size()))
                    .allMatch(event -> event.origin().offset() == 1)
                    .extracting(LedgerEvent::index)
                    .containsExactly(0, 1, 2);
        }));
    }

    @Test
    void the_ledger_alone_gives_the_same_room_again() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        accepts(CAROL, "c2"),
                        prepared(BOB, "b.example", "$join"),
                        taken(BOB))
                .then(that(hall -> {
                    RoomLedger again = new RoomLedger(Hall.ROOM);
                    hall.ledger().events().forEach(again::apply);
                    assertThat(again.room()).isEqualTo(hall.ledger().room());
                    assertThat(again.invite(BOB)).isEqualTo(hall.ledger().invite(BOB));
                    assertThat(again.view(BOB)).isEqualTo(hall.ledger().view(BOB));
                }));
    }

    @Test
    void another_rooms_event_is_refused_by_a_rooms_ledger() {
        given(invited(BOB, "$i1", "b.example"))
                .then(that(hall -> org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> new RoomLedger(RoomId.of("!other:a.example"))
                                        .apply(hall.ledger().events().getFirst()))
                        .hasMessageContaining("!other:a.example")));
    }

    @Test
    void giving_up_answers_the_command_and_ends_what_a_timer_could_not() {
        Hall hall = new Hall();
        invited(BOB, "$i1", "b.example").accept(hall);
        accepts(BOB, "c1").accept(hall);
        InviteDecider decider = new InviteDecider(Rules.of(java.util.Set.of(Hall.US)));
        Moment moment = new Moment(hall.now(), new Coordinates("due", 0, 1));

        Decision command = decider.giveUp(
                hall.ledger(),
                new Input.CommandReceived(command(CommandType.ACCEPT_INVITE, BOB, "c9")),
                moment,
                "a bug");
        Decision timer = decider.giveUp(hall.ledger(), new Input.TimerFired(Hall.ROOM, BOB), moment, "a bug");

        assertThat(command.outcomes()).extracting(Outcome::type).containsExactly(OutcomeType.INTERNAL_ERROR);
        assertThat(timer.outcomes())
                .extracting(outcome -> outcome.waiter().id().value())
                .containsExactly("c1");
        assertThat(timer.invites().get(BOB).after().state()).isInstanceOf(InviteState.Invited.class);
    }
}
