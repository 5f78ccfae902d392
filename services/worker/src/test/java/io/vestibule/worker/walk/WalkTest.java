package io.vestibule.worker.walk;

import static io.vestibule.worker.walk.ScriptedWalk.RULES;
import static io.vestibule.worker.walk.ScriptedWalk.START;
import static io.vestibule.worker.walk.ScriptedWalk.forbidden;
import static io.vestibule.worker.walk.ScriptedWalk.fresh;
import static io.vestibule.worker.walk.ScriptedWalk.plan;
import static io.vestibule.worker.walk.ScriptedWalk.servers;
import static io.vestibule.worker.walk.ScriptedWalk.silence;
import static io.vestibule.worker.walk.ScriptedWalk.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.worker.walk.ScriptedWalk.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WalkTest {
    private static final ServerOutcome OK = new ServerOutcome.Succeeded(200);

    private final ScriptedWalk scripted = new ScriptedWalk();

    static Stream<ServerOutcome> outcomes_that_lead_to_the_next_server() {
        return Stream.of(
                status(404, "M_NOT_FOUND"),
                status(404, ""),
                status(403, ""),
                status(403, "M_UNKNOWN"),
                status(400, "M_UNABLE_TO_AUTHORISE_JOIN"),
                status(400, "M_UNABLE_TO_GRANT_JOIN"),
                status(400, "M_INCOMPATIBLE_ROOM_VERSION"),
                status(400, "M_UNSUPPORTED_ROOM_VERSION"),
                status(400, "M_FORBIDDEN"),
                status(401, "M_UNAUTHORIZED"),
                status(500, "M_UNKNOWN"),
                status(502, ""),
                status(302, ""),
                new ServerOutcome.BadTemplate("the sender is somebody else"),
                new ServerOutcome.BadAnswer(200, "not JSON"),
                silence(),
                new ServerOutcome.Unreachable(false, "refused"),
                new ServerOutcome.TlsFailed(false, "expired"),
                new ServerOutcome.DnsFailed(false, "no such name"),
                new ServerOutcome.BlockedAddress(false, "127.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("outcomes_that_lead_to_the_next_server")
    void every_failure_but_403_forbidden_leads_to_the_next_server(ServerOutcome failure) {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(ask.candidate() == 0 ? failure : OK, 5);

        // When
        Ending ending = scripted.walk(plan(3), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 1);
        assertThat(ending).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void a_403_forbidden_at_the_third_server_ends_the_walk_before_the_fourth() {
        // Given
        ScriptedWalk.Script script =
                (ask, now) -> new Answer(ask.candidate() == 2 ? forbidden() : status(404, "M_NOT_FOUND"), 5);

        // When
        Ending ending = scripted.walk(plan(6), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 1, 2);
        assertThat(ending).isInstanceOf(Ending.Forbidden.class);
    }

    @Test
    void a_403_for_a_young_invite_is_asked_again_after_one_two_and_four_seconds_before_it_counts() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(forbidden(), 0);

        // When
        Ending ending = scripted.walk(fresh(3, 10_000), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 0, 0, 0);
        assertThat(scripted.askedAt).containsExactly(START, START + 1_000, START + 3_000, START + 7_000);
        assertThat(ending).isInstanceOf(Ending.Forbidden.class);
    }

    @Test
    void a_server_that_learns_of_a_young_invite_in_time_is_joined_through() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(ask.call() < 2 ? forbidden() : OK, 10);

        // When
        Ending ending = scripted.walk(fresh(3, 10_000), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 0, 0);
        assertThat(ending).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void a_403_stands_when_the_server_falls_silent_on_being_asked_again() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(ask.call() == 0 ? forbidden() : silence(), 10);

        // When
        Ending ending = scripted.walk(fresh(3, 10_000), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 0);
        assertThat(ending).isInstanceOf(Ending.Forbidden.class);
    }

    @Test
    void a_rate_limited_server_is_asked_once_more_at_the_end_and_not_before_it_asked_to_be() {
        // Given
        ServerOutcome limited =
                Errors.of(new PeerAnswer(429, "M_LIMIT_EXCEEDED", "slow down"), Duration.ofMillis(2_500));
        ScriptedWalk.Script script = (ask, now) -> new Answer(ask.candidate() == 0 ? limited : status(500, ""), 100);

        // When
        Ending ending = scripted.walk(plan(3), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 1, 2, 0);
        assertThat(scripted.askedAt.getLast()).isEqualTo(START + 100 + 2_500);
        assertThat(ending).isInstanceOf(Ending.Exhausted.class);
    }

    @Test
    void a_leave_that_the_room_has_moved_past_ends_the_walk() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(new ServerOutcome.Superseded("cites another invite"), 5);

        // When
        Ending ending = scripted.walk(plan(3), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0);
        assertThat(ending).isInstanceOf(Ending.Superseded.class);
    }

    @Test
    void tarpits_at_the_front_do_not_use_up_the_time_of_those_behind() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> new Answer(ask.candidate() == 19 ? OK : silence(), 600_000);

        // When
        Ending ending = scripted.walk(plan(20), RULES, script);

        // Then
        assertThat(ending).isInstanceOf(Ending.Succeeded.class);
        assertThat(scripted.asked).allMatch(ask -> ask.timeoutMs() >= 3_000);
    }

    @Test
    void a_server_that_was_silent_the_last_time_gets_a_short_try_but_is_not_skipped() {
        // Given
        WalkPlan plan = new WalkPlan(servers(2), Set.of(servers(2).getFirst()), START, START + 600_000, START);
        ScriptedWalk.Script script = (ask, now) -> new Answer(silence(), 600_000);

        // When
        scripted.walk(plan, RULES, script);

        // Then
        assertThat(scripted.asked.stream().map(Step.Ask::timeoutMs)).containsExactly(3_000L, 20_000L);
    }

    @Test
    void nothing_is_asked_after_the_order_has_expired() {
        // Given
        WalkPlan plan = new WalkPlan(servers(2), Set.of(), START, START, START);

        // When
        Ending ending = scripted.walk(plan, RULES, (ask, now) -> new Answer(OK, 0));

        // Then
        assertThat(scripted.asked).isEmpty();
        assertThat(ending).isInstanceOf(Ending.Expired.class);
    }

    @Test
    void a_walk_without_servers_is_exhausted() {
        // When
        Ending ending = scripted.walk(plan(0), RULES, (ask, now) -> new Answer(OK, 0));

        // Then
        assertThat(ending).isEqualTo(new Ending.Exhausted("every server failed"));
    }

    @Test
    void every_call_stands_in_the_attempts() {
        // Given
        Walk walk = new Walk(plan(1), RULES);
        Step.Ask ask = (Step.Ask) walk.next(START);

        // When
        walk.replied(ask.call(), status(500, "M_UNKNOWN"), START + 40);

        // Then
        assertThat(walk.attempts())
                .isEqualTo(List.of(new Attempt(0, servers(1).getFirst(), status(500, "M_UNKNOWN"), START, 40)));
    }
}
