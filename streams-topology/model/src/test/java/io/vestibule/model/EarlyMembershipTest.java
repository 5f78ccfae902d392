package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The homeserver's feed and the invites come by different topics: either may be first. */
class EarlyMembershipTest {

    @Test
    void a_membership_that_came_before_the_invite_it_cites_holds_once_the_invite_is_here() {
        given(feed(BOB, Membership.JOIN, "$join", "$create", "$i1"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Joined.class));
        given(feed(BOB, Membership.LEAVE, "$leave", "$i1"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Left.class));
        given(feed(BOB, Membership.BAN, "$ban", "$i1"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Banned.class));
    }

    @Test
    void so_does_what_followed_it() {
        given(feed(BOB, Membership.JOIN, "$join", "$i1"), feed(BOB, Membership.LEAVE, "$leave", "$join"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Left.class));
    }

    @Test
    void it_holds_over_an_older_invite_too() {
        given(invited(BOB, "$i1", "b.example"), feed(BOB, Membership.LEAVE, "$leave", "$i2"))
                .then(state(BOB, InviteState.Invited.class))
                .when(invited(BOB, "$i2", "b.example"))
                .then(state(BOB, InviteState.Left.class));
    }

    @Test
    void a_membership_that_follows_something_else_ends_no_invite() {
        given(feed(BOB, Membership.LEAVE, "$leave", "$something"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void it_is_remembered_for_ten_minutes_and_only_two_of_them() {
        given(feed(BOB, Membership.LEAVE, "$leave", "$i1"), passes(Duration.ofMinutes(11)))
                .then(that(hall -> assertThat(hall.ledger().invite(BOB)).isEqualTo(InviteRecord.EMPTY)))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Invited.class));
        given(
                        feed(BOB, Membership.LEAVE, "$l1", "$i1"),
                        feed(BOB, Membership.LEAVE, "$l2", "$x"),
                        feed(BOB, Membership.LEAVE, "$l3", "$y"))
                .when(invited(BOB, "$i1", "b.example"))
                .then(state(BOB, InviteState.Invited.class));
    }
}
