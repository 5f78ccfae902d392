package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Servers that the room's ACL denies are not asked, and every outcome says so. */
class DeniedServersTest {

    private static Consumer<Hall> tellsDenialOf(String command, String... servers) {
        return hall -> assertThat(hall.outcome(command).attempts())
                .filteredOn(attempt -> attempt.result() == AttemptResult.ACL_DENIED)
                .extracting(attempt -> attempt.server().value())
                .containsExactly(servers);
    }

    private static RemoteLeave remote(Hall hall) {
        return ((InviteState.Left) hall.ledger().invite(BOB).state()).remote();
    }

    @Test
    void an_accept_leaves_them_out_and_tells_so_beside_who_was_asked() {
        given(roomDenies("b.example", "*.evil.example"))
                .when(invited(BOB, "$i1", "b.example:8448", "x.evil.example", "c.example"), accepts(BOB, "c1"))
                .then(asks(BOB, "c.example", "a.example"))
                .when(everyServerFails(BOB))
                .then(
                        outcome("c1", OutcomeType.NO_SERVER_REACHABLE),
                        tellsDenialOf("c1", "b.example:8448", "x.evil.example"));
    }

    @Test
    void an_accept_whose_servers_are_all_denied_ends_at_once_with_that_reason() {
        given(invited(BOB, "$i1", "b.example"), roomDenies("*"))
                .when(accepts(BOB, "c1"))
                .then(
                        outcome("c1", OutcomeType.NO_SERVER_REACHABLE),
                        state(BOB, InviteState.Invited.class),
                        nothingOpen(BOB),
                        tellsDenialOf("c1", "b.example", "a.example"),
                        that(hall ->
                                assertThat(hall.outcome("c1").detail()).contains("server ACL denies every server")));
    }

    @Test
    void a_reject_whose_servers_are_all_denied_still_ends_with_the_user_out() {
        given(invited(BOB, "$i1", "b.example"), roomDenies("*"))
                .when(rejects(BOB, "c1"), signed(BOB, "$oob"))
                .then(
                        outcome("c1", OutcomeType.LEFT_LOCALLY),
                        state(BOB, InviteState.Left.class),
                        nothingOpen(BOB),
                        tellsDenialOf("c1", "b.example", "a.example"),
                        that(hall ->
                                assertThat(hall.outcome("c1").detail()).contains("server ACL denies every server")),
                        that(hall -> assertThat(remote(hall)).isNull()));
    }

    @Test
    void a_background_leave_asks_no_senders_server_that_is_denied() {
        given(invited(BOB, "$i1", "b.example", "c.example"), roomDenies("a.example"), rejects(BOB, "c1"))
                .when(signed(BOB, "$oob"), everyServerFails(BOB), passes(Duration.ofMinutes(1)))
                .then(asks(BOB, "b.example", "c.example"));
    }

    @Test
    void a_refusal_is_not_checked_at_a_senders_server_that_is_denied() {
        given(invited(BOB, "$i1", "b.example"), roomDenies("a.example"), rejects(BOB, "c1"), signed(BOB, "$oob"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "b.example"))
                .then(nothingOpen(BOB), that(hall -> assertThat(remote(hall)).isNull()));
    }

    @Test
    void a_background_leave_rests_while_the_room_denies_its_servers_and_goes_on_when_it_does_not() {
        given(invited(BOB, "$i1", "b.example"), rejects(BOB, "c1"), signed(BOB, "$oob"), everyServerFails(BOB))
                .when(roomDenies("*"), passes(Duration.ofMinutes(1)))
                .then(
                        nothingOpen(BOB),
                        that(hall -> assertThat(remote(hall).round()).isEqualTo(2)))
                .when(roomDenies("nobody.example"), passes(Duration.ofMinutes(3)))
                .then(asks(BOB, "b.example", "a.example"));
    }

    @Test
    void a_new_acl_counts_for_the_next_walk() {
        given(invited(BOB, "$i1", "b.example", "c.example"), roomDenies("b.example"))
                .when(roomDenies("c.example"), accepts(BOB, "c1"))
                .then(asks(BOB, "b.example", "a.example"));
    }

    @Test
    void a_room_without_an_acl_denies_nobody() {
        given(roomDenies("*"), roomFacts(Residency.NO, false), invited(BOB, "$i1", "b.example"))
                .when(accepts(BOB, "c1"))
                .then(asks(BOB, "b.example", "a.example"));
    }
}
