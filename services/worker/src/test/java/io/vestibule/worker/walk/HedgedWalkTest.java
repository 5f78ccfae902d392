package io.vestibule.worker.walk;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What silence, a late answer and a 403 mean when several servers are asked at once. */
class HedgedWalkTest {
    private static final ServerOutcome OK = new ServerOutcome.Succeeded(200);
    private static final Answer NEVER = new Answer(silence(), 600_000);
    private static final WalkRules RULES =
            ScriptedWalk.RULES.with(new Hedge(Duration.ofSeconds(1), Duration.ofMillis(200), 32));

    private final ScriptedWalk scripted = new ScriptedWalk();

    private Ending walk(WalkPlan plan, Map<Integer, Answer> answers) {
        return scripted.walk(plan, RULES, (ask, now) -> answers.getOrDefault(ask.candidate(), NEVER));
    }

    @Test
    void the_more_servers_are_silent_the_sooner_the_next_one_is_asked() {
        // When
        Ending ending = walk(plan(8), Map.of(7, new Answer(OK, 10)));

        // Then
        assertThat(scripted.askedAt)
                .containsExactly(
                        START,
                        START + 1_000,
                        START + 1_500,
                        START + 1_833,
                        START + 2_083,
                        START + 2_283,
                        START + 2_483,
                        START + 2_683);
        assertThat(ending).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void behind_ninety_silent_servers_of_three_hundred_the_last_one_is_reached_within_half_a_minute() {
        // Given
        Map<Integer, Answer> answers = new HashMap<>();
        for (int candidate = 90; candidate < 299; candidate++) {
            answers.put(candidate, new Answer(status(404, "M_NOT_FOUND"), 50));
        }
        answers.put(299, new Answer(OK, 50));

        // When
        Ending ending = walk(plan(300), answers);

        // Then
        assertThat(succeeded(ending)).isEqualTo(299);
        assertThat(scripted.askedAt).hasSize(300);
        assertThat(scripted.now).isLessThan(START + 30_000);
    }

    @Test
    void a_failure_is_not_waited_for_even_behind_silent_servers() {
        // Given
        Answer fails = new Answer(status(500, ""), 5);

        // When
        walk(plan(4), Map.of(1, fails, 2, fails, 3, new Answer(OK, 5)));

        // Then
        assertThat(scripted.askedAt).containsExactly(START, START + 1_000, START + 1_005, START + 1_010);
    }

    @Test
    void a_late_success_is_used_when_it_comes_first() {
        // When
        Ending ending = walk(plan(3), Map.of(0, new Answer(OK, 1_400), 1, new Answer(OK, 900)));

        // Then
        assertThat(succeeded(ending)).isZero();
        assertThat(scripted.order()).containsExactly(0, 1);
    }

    @Test
    void a_late_403_ends_the_walk_at_once_and_no_further_server_is_asked() {
        // When
        Ending ending = walk(plan(5), Map.of(0, new Answer(forbidden(), 1_200), 1, new Answer(OK, 900)));

        // Then
        assertThat(ending).isInstanceOf(Ending.Forbidden.class);
        assertThat(scripted.order()).containsExactly(0, 1);
        assertThat(scripted.now).isEqualTo(START + 1_200);
    }

    @Test
    void while_a_young_invite_is_asked_for_again_no_success_behind_it_is_used_and_nobody_else_is_asked() {
        // When
        Ending ending = walk(fresh(5, 10_000), Map.of(0, new Answer(forbidden(), 1_200), 1, new Answer(OK, 900)));

        // Then
        assertThat(ending).isInstanceOf(Ending.Forbidden.class);
        assertThat(scripted.order()).containsExactly(0, 1, 0, 0, 0);
        assertThat(scripted.attempts)
                .extracting(attempt -> attempt.outcome().getClass().getSimpleName())
                .containsExactly("Forbidden", "Succeeded", "Forbidden", "Forbidden", "Forbidden");
    }

    @Test
    void while_a_young_invite_is_asked_for_again_a_late_success_before_it_is_used() {
        // When
        Ending ending = walk(fresh(5, 10_000), Map.of(0, new Answer(OK, 1_700), 1, new Answer(forbidden(), 10)));

        // Then
        assertThat(succeeded(ending)).isZero();
        assertThat(scripted.order()).containsExactly(0, 1);
    }

    @Test
    void a_403_of_a_server_before_the_one_that_forbade_is_the_one_that_is_asked_again() {
        // Given
        ScriptedWalk.Script script = (ask, now) -> switch (ask.call()) {
            case 0 -> new Answer(forbidden(), 1_700);
            case 1 -> new Answer(forbidden(), 10);
            default -> new Answer(OK, 10);
        };

        // When
        Ending ending = scripted.walk(fresh(5, 10_000), RULES, script);

        // Then
        assertThat(scripted.order()).containsExactly(0, 1, 0);
        assertThat(succeeded(ending)).isZero();
    }

    @Test
    void a_server_that_is_given_up_stands_in_the_attempts_in_its_place() {
        // When
        walk(plan(2), Map.of(1, new Answer(OK, 30)));

        // Then
        assertThat(scripted.attempts)
                .containsExactly(
                        new Attempt(
                                0,
                                servers(2).getFirst(),
                                new ServerOutcome.NotAwaited("not waited for after another server's answer"),
                                START,
                                1_030),
                        new Attempt(1, servers(2).getLast(), OK, START + 1_000, 30));
    }

    @Test
    void a_server_that_was_silent_the_last_time_is_waited_for_the_least() {
        // Given
        WalkPlan plan = new WalkPlan(servers(2), Set.of(servers(2).getFirst()), START, START + 600_000, START);

        // When
        walk(plan, Map.of(1, new Answer(OK, 10)));

        // Then
        assertThat(scripted.askedAt).isEqualTo(List.of(START, START + 200));
    }

    @Test
    void a_rate_limited_server_that_is_asked_again_stands_behind_all_others() {
        // Given
        ServerOutcome limited = Errors.of(new PeerAnswer(429, "M_LIMIT_EXCEEDED", "later"), Duration.ofMillis(100));
        ScriptedWalk.Script script = (ask, now) -> switch (ask.call()) {
            case 0 -> new Answer(limited, 10);
            case 1 -> new Answer(forbidden(), 1_500);
            default -> new Answer(OK, 1_000);
        };

        // When
        Ending ending = scripted.walk(fresh(2, 10_000), RULES, script);

        // Then
        assertThat(scripted.order()).startsWith(0, 1, 0);
        assertThat(succeeded(ending)).isEqualTo(1);
    }

    private static int succeeded(Ending ending) {
        assertThat(ending).isInstanceOf(Ending.Succeeded.class);
        return ((Ending.Succeeded) ending).attempt().candidate();
    }
}
