package io.vestibule.worker.walk;

import static io.vestibule.worker.walk.ScriptedWalk.RULES;
import static io.vestibule.worker.walk.ScriptedWalk.START;
import static io.vestibule.worker.walk.ScriptedWalk.forbidden;
import static io.vestibule.worker.walk.ScriptedWalk.fresh;
import static io.vestibule.worker.walk.ScriptedWalk.plan;
import static io.vestibule.worker.walk.ScriptedWalk.silence;
import static io.vestibule.worker.walk.ScriptedWalk.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.worker.walk.ScriptedWalk.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WalkPropertyTest {
    private static final List<ServerOutcome> ANSWERS = List.of(
            new ServerOutcome.Succeeded(200),
            forbidden(),
            status(404, "M_NOT_FOUND"),
            status(500, ""),
            status(429, "M_LIMIT_EXCEEDED"),
            status(400, "M_UNABLE_TO_AUTHORISE_JOIN"),
            new ServerOutcome.BadTemplate("bad"),
            silence());

    @Property(tries = 500)
    void with_prompt_answers_the_order_is_the_naive_reading_of_the_proposal(
            @ForAll long seed, @ForAll @IntRange(max = 12) int servers) {
        // Given
        Random random = new Random(seed);
        List<ServerOutcome> answers = new ArrayList<>();
        for (int n = 0; n < servers; n++) {
            answers.add(ANSWERS.get(random.nextInt(ANSWERS.size())));
        }
        ScriptedWalk scripted = new ScriptedWalk();

        // When
        Ending ending = scripted.walk(plan(servers), RULES, (ask, now) -> new Answer(answers.get(ask.candidate()), 1));

        // Then
        assertThat(scripted.order()).isEqualTo(naiveOrder(answers));
        assertThat(ending instanceof Ending.Succeeded).isEqualTo(firstStop(answers) instanceof ServerOutcome.Succeeded);
        assertThat(ending instanceof Ending.Forbidden).isEqualTo(firstStop(answers) instanceof ServerOutcome.Forbidden);
    }

    @Property(tries = 500)
    void whatever_servers_do_the_bounds_hold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int servers) {
        // Given
        Random random = new Random(seed);
        ScriptedWalk scripted = new ScriptedWalk();
        List<ServerOutcome> replies = new ArrayList<>();
        ScriptedWalk.Script script = (ask, now) -> {
            ServerOutcome reply = ANSWERS.get(random.nextInt(ANSWERS.size()));
            replies.add(reply);
            return new Answer(reply, random.nextInt(40_000));
        };

        // When
        scripted.walk(fresh(servers, random.nextInt(20_000)), RULES, script);

        // Then
        assertThat(scripted.now - START).isLessThanOrEqualTo(RULES.perWalk().toMillis() + 1);
        assertThat(scripted.asked)
                .allMatch(ask -> ask.timeoutMs() > 0
                        && ask.timeoutMs() <= RULES.perServer().toMillis());
        noOtherServerIsAskedAfterAForbidden(scripted, replies);
    }

    private static void noOtherServerIsAskedAfterAForbidden(ScriptedWalk scripted, List<ServerOutcome> replies) {
        for (int n = 0; n + 1 < replies.size(); n++) {
            if (replies.get(n) instanceof ServerOutcome.Forbidden) {
                assertThat(scripted.order().get(n + 1))
                        .isEqualTo(scripted.order().get(n));
            }
            assertThat(replies.get(n)).isNotInstanceOf(ServerOutcome.Succeeded.class);
        }
    }

    private static List<Integer> naiveOrder(List<ServerOutcome> answers) {
        List<Integer> order = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        for (int n = 0; n < answers.size(); n++) {
            order.add(n);
            if (stops(answers.get(n))) {
                return order;
            }
            if (answers.get(n) instanceof ServerOutcome.RateLimited) {
                again.add(n);
            }
        }
        order.addAll(again);
        return order;
    }

    private static ServerOutcome firstStop(List<ServerOutcome> answers) {
        return answers.stream().filter(WalkPropertyTest::stops).findFirst().orElseGet(() -> status(404, ""));
    }

    private static boolean stops(ServerOutcome outcome) {
        return outcome instanceof ServerOutcome.Succeeded || outcome instanceof ServerOutcome.Forbidden;
    }
}
