package io.vestibule.worker.walk;

import static io.vestibule.worker.walk.ScriptedWalk.START;
import static io.vestibule.worker.walk.ScriptedWalk.forbidden;
import static io.vestibule.worker.walk.ScriptedWalk.fresh;
import static io.vestibule.worker.walk.ScriptedWalk.plan;
import static io.vestibule.worker.walk.ScriptedWalk.silence;
import static io.vestibule.worker.walk.ScriptedWalk.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.worker.walk.ScriptedWalk.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A hedged walk against a walk that asks one server after another (docs/adr/0013). */
class HedgedWalkPropertyTest {
    private static final int DELAY = 300;
    private static final WalkRules SEQUENTIAL = ScriptedWalk.RULES;
    private static final WalkRules EVEN =
            SEQUENTIAL.with(new Hedge(Duration.ofMillis(DELAY), Duration.ofMillis(DELAY), 100));
    private static final WalkRules USUAL = SEQUENTIAL.with(new Hedge(Duration.ofSeconds(1), Duration.ofMillis(200), 8));
    private static final List<ServerOutcome> ANSWERS = List.of(
            new ServerOutcome.Succeeded(200),
            forbidden(),
            status(404, "M_NOT_FOUND"),
            status(500, ""),
            status(429, "M_LIMIT_EXCEEDED"),
            new ServerOutcome.BadTemplate("bad"),
            silence());

    private static List<Answer> answers(Random random, int servers, int slowest) {
        return IntStream.range(0, servers)
                .mapToObj(n -> new Answer(ANSWERS.get(random.nextInt(ANSWERS.size())), random.nextInt(slowest)))
                .toList();
    }

    private static ScriptedWalk scripted() {
        ScriptedWalk scripted = new ScriptedWalk();
        scripted.late = outcome -> silence();
        return scripted;
    }

    @Property(tries = 1_000)
    void when_all_answer_within_the_delay_it_asks_and_ends_as_the_sequential_walk(
            @ForAll long seed, @ForAll @IntRange(max = 12) int servers) {
        // Given
        Random random = new Random(seed);
        List<Answer> answers = answers(random, servers, 200);
        WalkPlan plan = fresh(servers, random.nextInt(2) * 5_000L);
        ScriptedWalk hedged = scripted();
        ScriptedWalk sequential = scripted();

        // When
        Ending ending = hedged.walk(plan, USUAL, (ask, now) -> answers.get(ask.candidate()));
        Ending expected = sequential.walk(plan, SEQUENTIAL, (ask, now) -> answers.get(ask.candidate()));

        // Then
        assertThat(ending).isEqualTo(expected);
        assertThat(hedged.attempts).isEqualTo(sequential.attempts);
        assertThat(hedged.mostAtOnce).isLessThanOrEqualTo(1);
    }

    @Property(tries = 2_000)
    void it_ends_at_no_server_that_a_sequential_walk_with_the_delay_as_its_timeout_would_not_have_reached(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int servers) {
        // Given
        List<Answer> answers = answers(new Random(seed), servers, 900);
        ScriptedWalk hedged = scripted();

        // When
        Ending ending = hedged.walk(plan(servers), EVEN, (ask, now) -> answers.get(ask.candidate()));

        // Then
        if (ending instanceof Ending.Succeeded succeeded) {
            assertThat(succeeded.attempt().candidate()).isLessThanOrEqualTo(lastReached(answers));
        }
        assertThat(hedged.order()).allMatch(candidate -> candidate <= lastReached(answers));
    }

    @Property(tries = 2_000)
    void a_403_that_arrived_ends_the_walk_and_no_success_behind_it_is_used(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int servers) {
        // Given
        Random random = new Random(seed);
        ScriptedWalk hedged = scripted();
        // Without rate limits, a server's place among the candidates is its place in the order.
        List<ServerOutcome> outcomes = ANSWERS.stream()
                .filter(outcome -> !(outcome instanceof ServerOutcome.RateLimited))
                .toList();
        ScriptedWalk.Script script =
                (ask, now) -> new Answer(outcomes.get(random.nextInt(outcomes.size())), random.nextInt(2_500));

        // When
        Ending ending = hedged.walk(fresh(servers, random.nextInt(8_000)), USUAL, script);

        // Then
        List<Attempt> refusals = hedged.attempts.stream()
                .filter(attempt -> attempt.outcome() instanceof ServerOutcome.Forbidden)
                .toList();
        if (refusals.isEmpty()) {
            return;
        }
        int foremost = refusals.stream().mapToInt(Attempt::candidate).min().orElseThrow();
        if (ending instanceof Ending.Succeeded succeeded) {
            assertThat(hedged.attempts.indexOf(succeeded.attempt())).isNotNegative();
            assertThat(succeeded.attempt().candidate()).isLessThanOrEqualTo(foremost);
        }
        long first = refusals.stream()
                .mapToLong(refusal -> refusal.startedAt() + refusal.tookMs())
                .min()
                .orElseThrow();
        List<Integer> refusing = refusals.stream().map(Attempt::candidate).toList();
        assertThat(hedged.attempts)
                .filteredOn(attempt -> attempt.startedAt() > first)
                .extracting(Attempt::candidate)
                .isSubsetOf(refusing);
    }

    @Property(tries = 500)
    void whatever_servers_do_the_bounds_hold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int servers) {
        // Given
        Random random = new Random(seed);
        ScriptedWalk hedged = scripted();
        ScriptedWalk.Script script =
                (ask, now) -> new Answer(ANSWERS.get(random.nextInt(ANSWERS.size())), random.nextInt(40_000));

        // When
        hedged.walk(fresh(servers, random.nextInt(20_000)), USUAL, script);

        // Then
        assertThat(hedged.now - START).isLessThanOrEqualTo(USUAL.perWalk().toMillis() + 1);
        assertThat(hedged.mostAtOnce).isLessThanOrEqualTo(USUAL.hedge().atOnce() + 1);
        assertThat(hedged.attempts).hasSameSizeAs(hedged.asked);
        assertThat(hedged.asked)
                .allMatch(ask -> ask.timeoutMs() > 0
                        && ask.timeoutMs() <= USUAL.perServer().toMillis());
    }

    /** The last candidate that is asked one after another, each for no longer than the delay. */
    private static int lastReached(List<Answer> answers) {
        for (int n = 0; n < answers.size(); n++) {
            Answer answer = answers.get(n);
            boolean inTime = answer.tookMs() <= DELAY;
            boolean stops = answer.outcome() instanceof ServerOutcome.Succeeded
                    || answer.outcome() instanceof ServerOutcome.Forbidden;
            if (inTime && stops) {
                return n;
            }
        }
        return answers.size() - 1;
    }
}
