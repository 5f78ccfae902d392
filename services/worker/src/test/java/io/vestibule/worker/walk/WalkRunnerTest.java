package io.vestibule.worker.walk;

import static io.vestibule.worker.walk.ScriptedWalk.forbidden;
import static io.vestibule.worker.walk.ScriptedWalk.servers;
import static io.vestibule.worker.walk.ScriptedWalk.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Walks with real threads and a real clock. */
@Timeout(30)
class WalkRunnerTest {
    private static final ServerOutcome OK = new ServerOutcome.Succeeded(200);
    private static final WalkRules RULES =
            ScriptedWalk.RULES.with(new Hedge(Duration.ofMillis(20), Duration.ofMillis(10), 32));

    private final WalkRunner runner = new WalkRunner(InstantSource.system());
    private final CountDownLatch never = new CountDownLatch(1);

    private static Walk walk(int servers) {
        long now = System.currentTimeMillis();
        return new Walk(new WalkPlan(servers(servers), Set.of(), now, now + 60_000, now), RULES);
    }

    private static WalkRunner.Reply<String> success(Step.Ask ask) {
        return new WalkRunner.Reply<>(OK, "from " + ask.candidate());
    }

    @Test
    void the_value_is_that_of_the_success_and_silent_calls_are_interrupted() throws Exception {
        // Given
        CountDownLatch interrupted = new CountDownLatch(2);
        // When
        WalkRunner.Walked<String> walked = runner.run(walk(4), ask -> {
            if (ask.candidate() == 2) {
                return success(ask);
            }
            try {
                never.await();
            } finally {
                interrupted.countDown();
            }
            throw new AssertionError("nobody answers");
        });
        // Then
        assertThat(walked.value()).isEqualTo("from 2");
        assertThat(walked.attempts()).extracting(Attempt::candidate).containsExactly(0, 1, 2);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_403_that_arrived_together_with_a_success_comes_first() throws Exception {
        // Given
        try (Calls<String> calls =
                new Calls<>(ask -> ask.call() == 1 ? new WalkRunner.Reply<>(forbidden(), null) : success(ask))) {
            calls.begin(new Step.Ask(0, 0, servers(2).getFirst(), 1_000));
            await().until(() -> calls.waiting() == 1);
            calls.begin(new Step.Ask(1, 1, servers(2).getLast(), 1_000));
            await().until(() -> calls.waiting() == 2);
            // When
            List<Calls.Brought<String>> arrived = calls.await(1_000);
            // Then
            assertThat(arrived).extracting(Calls.Brought::call).containsExactly(1, 0);
        }
    }

    @Test
    void a_bug_in_a_call_comes_out_of_the_walk() {
        assertThatThrownBy(() -> runner.run(walk(2), ask -> {
                    throw new IllegalArgumentException("no such template");
                }))
                .hasRootCauseMessage("no such template");
    }

    @Test
    void one_failure_after_another_leads_to_the_end() throws Exception {
        // When
        WalkRunner.Walked<String> walked = runner.run(walk(3), ask -> new WalkRunner.Reply<>(status(500, ""), null));
        // Then
        assertThat(walked.ending()).isEqualTo(new Ending.Exhausted("every server failed"));
        assertThat(walked.value()).isNull();
    }
}
