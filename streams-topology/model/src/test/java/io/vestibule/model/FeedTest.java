package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedTest {

    @Test
    void a_membership_that_cites_the_invite_clears_it() {
        given(invited(BOB, "$i1", "b.example"))
                .when(feed(BOB, Membership.JOIN, "$join", "$create", "$i1"))
                .then(state(BOB, InviteState.Joined.class));
        given(invited(BOB, "$i1", "b.example"))
                .when(feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .then(state(BOB, InviteState.Left.class));
        given(invited(BOB, "$i1", "b.example"))
                .when(feed(BOB, Membership.BAN, "$ban", "$i1"))
                .then(state(BOB, InviteState.Banned.class));
    }

    @Test
    void a_lagging_membership_does_not_clear_a_newer_invite() {
        given(invited(BOB, "$i1", "b.example"), invited(BOB, "$i2", "b.example"))
                .when(feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_membership_that_follows_what_follows_the_invite_counts() {
        given(invited(BOB, "$i1", "b.example"), feed(BOB, Membership.JOIN, "$join", "$i1"))
                .when(feed(BOB, Membership.LEAVE, "$leave", "$join"))
                .then(state(BOB, InviteState.Left.class));
    }

    @Test
    void our_own_join_told_back_is_no_news() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"), taken(BOB))
                .when(feed(BOB, Membership.JOIN, "$join", "$i1"))
                .then(
                        state(BOB, InviteState.Joined.class),
                        that(hall -> assertThat(((InviteState.Joined)
                                                hall.ledger().invite(BOB).state())
                                        .importId())
                                .isNotNull()));
    }

    @Test
    void a_new_invite_after_a_join_is_an_invite_because_the_homeserver_may_have_left_without_us() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"), taken(BOB))
                .when(invited(BOB, "$i2", "b.example"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_new_invite_moves_every_settled_state() {
        given(invited(BOB, "$i1"), feed(BOB, Membership.BAN, "$ban", "$i1"))
                .when(invited(BOB, "$i2"))
                .then(state(BOB, InviteState.Invited.class));
        given(invited(BOB, "$i1"), feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .when(invited(BOB, "$i2"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_knock_is_known_and_an_invite_accepts_it() {
        given(feed(BOB, Membership.KNOCK, "$knock"))
                .then(state(BOB, InviteState.Knocked.class))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void memberships_of_rooms_without_an_invite_leave_no_trace() {
        given().when(feed(BOB, Membership.JOIN, "$join"), feed(BOB, Membership.LEAVE, "$leave"))
                .then(that(hall -> assertThat(hall.ledger().events()).isEmpty()));
    }

    @Test
    void a_join_elsewhere_ends_an_accept_that_has_sent_nothing() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(feed(BOB, Membership.JOIN, "$alias", "$i1"))
                .then(outcome("c1", OutcomeType.RESIDENT), state(BOB, InviteState.Joined.class));
    }

    @Test
    void a_change_elsewhere_does_not_disturb_a_join_that_was_sent() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"), prepared(BOB, "b.example", "$join"))
                .when(feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .then(noOutcomeYet("c1"))
                .when(taken(BOB))
                .then(outcome("c1", OutcomeType.JOINED));
    }

    @Test
    void a_leave_elsewhere_finishes_a_reject_and_a_join_elsewhere_defeats_it() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .then(outcome("c1", OutcomeType.LEFT), state(BOB, InviteState.Left.class));
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(feed(BOB, Membership.JOIN, "$join", "$i1"))
                .then(outcome("c1", OutcomeType.NOT_INVITED), state(BOB, InviteState.Joined.class));
    }
}
