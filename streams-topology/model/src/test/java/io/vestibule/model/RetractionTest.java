package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomVersionId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetractionTest {

    @Test
    void a_claim_by_the_inviter_is_verified_with_the_invites_room_version_before_it_counts() {
        given(invited(BOB, "$i1", "b.example"))
                .when(claims(ALICE, BOB, Membership.LEAVE, "pdu"))
                .then(state(BOB, InviteState.Invited.class), that(hall -> {
                    WorkOrder order = hall.openOrder(BOB, WorkOrder.Work.Verify.class);
                    assertThat(order.version()).isEqualTo(RoomVersionId.of("11"));
                    assertThat(((WorkOrder.Work.Verify) order.work()).expectedSender())
                            .isEqualTo(ALICE);
                }))
                .when(verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(state(BOB, InviteState.Retracted.class));
    }

    @Test
    void a_ban_by_the_inviter_counts_like_a_leave() {
        given(invited(BOB, "$i1", "b.example"))
                .when(claims(ALICE, BOB, Membership.BAN, "pdu"), verified(BOB, Membership.BAN, "$ban", "$i1"))
                .then(state(BOB, InviteState.Banned.class))
                .when(claims(ALICE, BOB, Membership.LEAVE, "unban"), verified(BOB, Membership.LEAVE, "$unban", "$ban"))
                .then(state(BOB, InviteState.Left.class));
    }

    @Test
    void a_claim_that_fits_no_pending_invite_orders_nothing() {
        given().when(claims(ALICE, BOB, Membership.LEAVE, "pdu")).then(nothingOpen(BOB));
    }

    @Test
    void a_claim_by_somebody_else_only_marks_the_invite() {
        given(invited(BOB, "$i1", "b.example"))
                .when(claims(MALLORY, BOB, Membership.LEAVE, "pdu"))
                .then(
                        nothingOpen(BOB),
                        state(BOB, InviteState.Invited.class),
                        that(hall -> assertThat(hall.ledger().view(BOB).body().suspectedRetracted())
                                .isTrue()));
    }

    @Test
    void the_users_own_leave_is_no_retraction() {
        given(invited(BOB, "$i1", "b.example"))
                .when(claims(BOB, BOB, Membership.LEAVE, "pdu"), claims(ALICE, BOB, Membership.INVITE, "pdu2"))
                .then(nothingOpen(BOB), state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_forged_claim_changes_nothing() {
        given(invited(BOB, "$i1", "b.example"))
                .when(claims(ALICE, BOB, Membership.LEAVE, "pdu"), notVerified(BOB))
                .then(
                        state(BOB, InviteState.Invited.class),
                        that(hall -> assertThat(hall.ledger().view(BOB).body().suspectedRetracted())
                                .isFalse()));
    }

    @Test
    void a_genuine_leave_of_an_older_invite_does_not_kill_the_newer() {
        given(invited(BOB, "$i1", "b.example"), invited(BOB, "$i2", "b.example"))
                .when(claims(ALICE, BOB, Membership.LEAVE, "pdu"), verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_retraction_that_comes_before_its_invite_is_remembered_for_a_while() {
        given(claims(ALICE, BOB, Membership.LEAVE, "pdu"), passes(Duration.ofMinutes(5)))
                .when(invited(BOB, "$i1", "b.example"), verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(state(BOB, InviteState.Retracted.class));
        given(claims(ALICE, BOB, Membership.LEAVE, "pdu"), passes(Duration.ofMinutes(11)))
                .when(invited(BOB, "$i1", "b.example"))
                .then(nothingOpen(BOB), state(BOB, InviteState.Invited.class));
    }

    @Test
    void strangers_cannot_fill_the_memory() {
        Hall hall = new Hall();
        for (int i = 0; i < 20; i++) {
            claims(MALLORY, BOB, Membership.LEAVE, "pdu" + i).accept(hall);
        }
        claims(MALLORY, CAROL, Membership.LEAVE, "x".repeat(20_000)).accept(hall);
        given(hall).then(that(after -> {
            assertThat(after.ledger().invite(BOB).claims()).hasSize(2);
            assertThat(after.ledger().invite(CAROL).claims()).isEmpty();
        }));
    }

    @Test
    void a_retraction_before_the_join_is_sent_ends_the_join() {
        given(invited(BOB, "$i1", "b.example"), accepts(BOB, "c1"))
                .when(claims(ALICE, BOB, Membership.LEAVE, "pdu"), verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(outcome("c1", OutcomeType.RETRACTED), state(BOB, InviteState.Retracted.class));
    }

    @Test
    void a_retraction_after_the_join_was_sent_lets_the_handshake_decide() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        claims(ALICE, BOB, Membership.LEAVE, "pdu"),
                        verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(state(BOB, InviteState.Joining.class))
                .when(notTaken(BOB, WorkResultType.FORBIDDEN))
                .then(outcome("c1", OutcomeType.RETRACTED), state(BOB, InviteState.Retracted.class));
    }

    @Test
    void a_retraction_after_the_join_was_sent_does_not_undo_a_join_that_was_taken() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        accepts(BOB, "c1"),
                        prepared(BOB, "b.example", "$join"),
                        claims(ALICE, BOB, Membership.LEAVE, "pdu"),
                        verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .when(taken(BOB))
                .then(outcome("c1", OutcomeType.JOINED), state(BOB, InviteState.Joined.class));
    }

    @Test
    void a_retraction_finishes_a_reject() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"))
                .when(claims(ALICE, BOB, Membership.LEAVE, "pdu"), verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .then(outcome("c1", OutcomeType.LEFT), state(BOB, InviteState.Left.class));
    }

    @Test
    void a_verification_that_nobody_answers_is_forgotten() {
        given(invited(BOB, "$i1", "b.example"), claims(ALICE, BOB, Membership.LEAVE, "pdu"))
                .when(passes(Duration.ofMinutes(10)))
                .then(that(
                        hall -> assertThat(hall.ledger().invite(BOB).claims()).isEmpty()));
    }

    @Test
    void commands_after_a_retraction_hear_of_it() {
        given(
                        invited(BOB, "$i1", "b.example"),
                        claims(ALICE, BOB, Membership.LEAVE, "pdu"),
                        verified(BOB, Membership.LEAVE, "$kick", "$i1"))
                .when(accepts(BOB, "c1"), rejects(BOB, "c2"))
                .then(outcome("c1", OutcomeType.RETRACTED), outcome("c2", OutcomeType.RETRACTED));
    }
}
