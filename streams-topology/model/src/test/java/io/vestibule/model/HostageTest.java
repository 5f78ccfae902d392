package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stranger who invites another user of ours to the room stands in front of the walk, and may end it or not. */
class HostageTest {

    private static final Rules GUARDED = Rules.of(Set.of(Hall.US)).onlyOwnInviteForbids(true);

    @SuppressWarnings("unchecked")
    private static Scenario hostage(Rules rules) {
        Consumer<Hall>[] steps = Stream.<Consumer<Hall>>of(
                        invited(BOB, "$i1", "b.example", "c.example"),
                        invitedBy(MALLORY, CAROL, "$i2", "m.example", "n.example"),
                        accepts(BOB, "c1"))
                .toArray(Consumer[]::new);
        return given(new Hall(rules), steps);
    }

    @Test
    void by_default_any_servers_403_ends_the_walk_as_the_proposal_says() {
        hostage(Rules.of(Set.of(Hall.US)))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "m.example"))
                .then(outcome("c1", OutcomeType.FORBIDDEN));
    }

    @Test
    void a_403_of_a_server_that_the_users_own_invite_does_not_name_is_passed_over_where_that_is_set() {
        hostage(GUARDED)
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "m.example"))
                .then(noOutcomeYet("c1"), asks(BOB, "n.example", "b.example", "c.example", "a.example"))
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "n.example"))
                .then(asks(BOB, "b.example", "c.example", "a.example"))
                .when(prepared(BOB, "b.example", "$join"), taken(BOB))
                .then(outcome("c1", OutcomeType.JOINED));
    }

    @Test
    void a_403_of_a_server_of_the_users_own_invite_ends_it_all_the_same() {
        hostage(GUARDED)
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "b.example"))
                .then(outcome("c1", OutcomeType.FORBIDDEN), state(BOB, InviteState.Invited.class));
    }

    @Test
    void a_403_to_the_event_itself_is_passed_over_alike() {
        hostage(GUARDED)
                .when(prepared(BOB, "m.example", "$join"), notTaken(BOB, WorkResultType.FORBIDDEN))
                .then(noOutcomeYet("c1"), asks(BOB, "n.example", "b.example", "c.example", "a.example"));
    }

    @Test
    void when_all_others_fail_nobody_was_reachable_and_nothing_was_forbidden() {
        hostage(GUARDED)
                .when(notPrepared(BOB, WorkResultType.FORBIDDEN, "m.example"), everyServerFails(BOB))
                .then(outcome("c1", OutcomeType.NO_SERVER_REACHABLE), state(BOB, InviteState.Invited.class));
    }

    @Test
    void who_was_given_up_when_the_stranger_refused_is_asked_again_and_who_has_answered_is_not() {
        // Given
        Walk walk = new Walk(
                new Stage.Idle(),
                Stream.of("silent.example", "failed.example", "m.example", "b.example")
                        .map(name -> new Candidate(ServerName.of(name), CandidateSource.VIA, null))
                        .toList(),
                List.of(
                        attempt("silent.example", AttemptResult.TIMED_OUT),
                        attempt("failed.example", AttemptResult.SERVER_FAULT),
                        attempt("m.example", AttemptResult.FORBIDDEN)));

        // When
        List<Candidate> unheard = walk.unheard(ServerName.of("m.example"));

        // Then
        assertThat(unheard)
                .extracting(candidate -> candidate.server().value())
                .containsExactly("silent.example", "b.example");
    }

    private static Attempt attempt(String server, AttemptResult result) {
        return new Attempt(
                ServerName.of(server),
                AttemptStep.MAKE,
                result,
                0,
                "",
                "",
                Instant.EPOCH,
                1,
                CandidateSource.VIA,
                null);
    }
}
