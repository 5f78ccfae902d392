package io.vestibule.model;

import static io.vestibule.model.Scenario.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every short sequence of commands, answers, feeds and silences, and many long ones. After each step the hall holds its own
 * promises; at the end of each sequence nothing is in flight and every command has been answered.
 */
class InterleavingsTest {

    private static final int DEPTH = 5;
    private static final int LONG_WALKS = 400;
    private static final int LONG_WALK = 30;

    /** A hall and what was done in it. */
    private record Path(Hall hall, List<String> steps) {

        Path step(String name, Consumer<Hall> step) {
            Hall next = new Hall(hall);
            List<String> done = new ArrayList<>(steps);
            done.add(name);
            try {
                step.accept(next);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("after " + done, failure);
            }
            return new Path(next, done);
        }
    }

    @Test
    void every_short_sequence_answers_each_command_once_and_leaves_nothing_in_flight() {
        // Given
        Path start =
                new Path(new Hall(), List.of()).step("invite", Scenario.invited(BOB, "$i0", "b.example", "c.example"));
        // When
        int ends = explore(start, DEPTH);
        // Then
        assertThat(ends).isGreaterThan(10_000);
    }

    private static int explore(Path path, int depth) {
        if (depth == 0) {
            end(path);
            return 1;
        }
        int ends = 0;
        for (Map.Entry<String, Consumer<Hall>> step : steps(path).entrySet()) {
            ends += explore(path.step(step.getKey(), step.getValue()), depth - 1);
        }
        return ends;
    }

    @Test
    void long_random_sequences_do_so_too() {
        // Given
        Random random = new Random(4125);
        for (int walk = 0; walk < LONG_WALKS; walk++) {
            Path path = new Path(new Hall(), List.of());
            // When
            for (int i = 0; i < LONG_WALK; i++) {
                List<Map.Entry<String, Consumer<Hall>>> steps =
                        new ArrayList<>(stepsWithForgetting(path).entrySet());
                Map.Entry<String, Consumer<Hall>> step = steps.get(random.nextInt(steps.size()));
                path = path.step(step.getKey(), step.getValue());
            }
            // Then
            end(path);
        }
    }

    @Test
    void random_sequences_of_invites_of_ours_and_retractions_do_so_too() {
        // Given
        Random random = new Random(1794);
        for (int walk = 0; walk < LONG_WALKS; walk++) {
            Path path = new Path(new Hall(), List.of());
            // When
            for (int i = 0; i < LONG_WALK; i++) {
                List<Map.Entry<String, Consumer<Hall>>> steps =
                        new ArrayList<>(outboundSteps(path).entrySet());
                Map.Entry<String, Consumer<Hall>> step = steps.get(random.nextInt(steps.size()));
                path = path.step(step.getKey(), step.getValue());
            }
            // Then
            Path ended = path.step("30 days", Hall::settle);
            assertThat(ended.hall().ledger().outbound(OutboundScenario.DANA).isEmpty())
                    .as("over after %s", ended.steps())
                    .isTrue();
            for (String step : ended.steps()) {
                if (step.startsWith("send c") || step.startsWith("retract c")) {
                    assertThat(ended.hall().isAnswered(step.substring(step.indexOf(' ') + 1)))
                            .as("%s after %s", step, ended.steps())
                            .isTrue();
                }
            }
            oneViaPerEvent(ended);
        }
    }

    /** Whatever is repeated is the same, and no second version is called where the first may have arrived. */
    private static void oneViaPerEvent(Path ended) {
        Map<EventId, List<ServerName>> sent = new HashMap<>();
        for (WorkOrder order : ended.hall().orders()) {
            if (order.work() instanceof WorkOrder.Work.SendInvite send) {
                List<ServerName> before = sent.putIfAbsent(send.event().id(), send.via());
                assertThat(before == null ? send.via() : before).isEqualTo(send.via());
            }
        }
    }

    private static Map<String, Consumer<Hall>> stepsWithForgetting(Path path) {
        int n = path.steps().size();
        Map<String, Consumer<Hall>> steps = new java.util.TreeMap<>(steps(path));
        steps.put("forget " + n, Scenario.forgets(Scenario.BOB, "forget-" + n, n % 2 == 0));
        return steps;
    }

    private static Map<String, Consumer<Hall>> outboundSteps(Path path) {
        int n = path.steps().size();
        Map<String, Consumer<Hall>> steps = new HashMap<>();
        steps.put("send c" + n, OutboundScenario.sends("c" + n, "e" + n / 3));
        steps.put("retract c" + n, OutboundScenario.retracts("c" + n, "l" + n));
        steps.put("10 s", Scenario.passes(Duration.ofSeconds(10)));
        steps.put("20 min", Scenario.passes(Duration.ofMinutes(20)));
        for (WorkOrder order : path.hall().openOrders()) {
            answers(order, n, null).forEach((name, answer) -> steps.put(name, hall -> hall.answer(answer)));
        }
        return new java.util.TreeMap<>(steps);
    }

    /** What may happen next: at most one of each kind, with fresh identifiers. */
    private static Map<String, Consumer<Hall>> steps(Path path) {
        int n = path.steps().size();
        Map<String, Consumer<Hall>> steps = new HashMap<>();
        steps.put("accept c" + n, Scenario.accepts(BOB, "c" + n));
        steps.put("reject c" + n, Scenario.rejects(BOB, "c" + n));
        steps.put("invite $i" + n, Scenario.invited(BOB, "$i" + n, "b.example", "n.example"));
        steps.put("5 s", Scenario.passes(Duration.ofSeconds(5)));
        String newest = newestInvite(path.hall());
        if (newest != null) {
            steps.put("kicked", Scenario.claims(Scenario.ALICE, BOB, Membership.LEAVE, "pdu" + n));
            steps.put("left elsewhere", Scenario.feed(BOB, Membership.LEAVE, "$f" + n, newest));
            steps.put("joined elsewhere", Scenario.feed(BOB, Membership.JOIN, "$f" + n, newest));
        }
        for (WorkOrder order : path.hall().openOrders()) {
            answers(order, n, newest).forEach((name, answer) -> steps.put(name, hall -> hall.answer(answer)));
        }
        return new java.util.TreeMap<>(steps);
    }

    private static String newestInvite(Hall hall) {
        Invitation newest = hall.ledger().invite(BOB).state().newestInvite();
        return newest == null ? null : newest.eventId().value();
    }

    private static Map<String, WorkResult> answers(WorkOrder order, int n, String newest) {
        String id = order.id().value().substring(0, 4);
        Map<String, WorkResult> answers = new HashMap<>();
        MemberEvent event = new MemberEvent(EventId.of("$m" + n), "{}");
        switch (order.work()) {
            case WorkOrder.Work.SignLeave sign ->
                answers.put("signed " + id, Scenario.result(order, WorkResultType.LEAVE_SIGNED, null, event));
            case WorkOrder.Work.Prepare prepare -> {
                String server = prepare.candidates().getFirst().server().value();
                answers.put("prepared " + id, Scenario.result(order, WorkResultType.PREPARED, server, event));
                answers.put("forbidden " + id, Scenario.result(order, WorkResultType.FORBIDDEN, server, null));
                answers.put("exhausted " + id, Scenario.result(order, WorkResultType.EXHAUSTED, null, null));
            }
            case WorkOrder.Work.Submit submit -> {
                String server = submit.server().value();
                answers.put("taken " + id, Scenario.taken(order));
                answers.put("refused " + id, Scenario.result(order, WorkResultType.EXHAUSTED, server, null));
                answers.put("forbidden " + id, Scenario.result(order, WorkResultType.FORBIDDEN, server, null));
                answers.put("ambiguous " + id, Scenario.result(order, WorkResultType.AMBIGUOUS, server, null));
            }
            case WorkOrder.Work.Verify verify -> {
                if (newest != null) {
                    answers.put("verified " + id, verified(order, event, newest));
                }
            }
            case WorkOrder.Work.PrepareEvent prepare ->
                answers.put("event prepared " + id, OutboundScenario.prepared(order, "$m" + n));
            case WorkOrder.Work.SendInvite send -> {
                answers.put("invited " + id, Scenario.result(order, WorkResultType.INVITED, null, send.event()));
                answers.put("ambiguous " + id, Scenario.result(order, WorkResultType.AMBIGUOUS, null, null));
                answers.put("blocked " + id, Scenario.result(order, WorkResultType.INVITE_BLOCKED, null, null));
            }
            case WorkOrder.Work.SendPdu send -> {
                answers.put("delivered " + id, Scenario.result(order, WorkResultType.DELIVERED, null, null));
                answers.put("not delivered " + id, Scenario.result(order, WorkResultType.EXHAUSTED, null, null));
            }
        }
        return answers;
    }

    private static WorkResult verified(WorkOrder order, MemberEvent event, String cites) {
        return new WorkResult(
                order.id(),
                WorkResultType.PDU_VERIFIED,
                order.room(),
                order.user(),
                List.of(),
                null,
                event,
                new WorkResult.Verified(Membership.LEAVE, List.of(EventId.of(cites)), null),
                null,
                "");
    }

    private static void end(Path path) {
        Path ended = path.step("30 days", Hall::settle);
        InviteState state = ended.hall().ledger().invite(BOB).state();
        assertThat(state.inFlight()).as("in flight after %s", ended.steps()).isNull();
        if (state instanceof InviteState.Left left) {
            assertThat(left.remote()).as("background after %s", ended.steps()).isNull();
        }
        for (String step : new TreeSet<>(ended.steps())) {
            if (step.startsWith("accept c") || step.startsWith("reject c")) {
                String command = step.substring(step.indexOf(' ') + 1);
                assertThat(ended.hall().isAnswered(command))
                        .as("%s after %s", command, ended.steps())
                        .isTrue();
            }
        }
        oneServerPerEvent(ended);
    }

    /** One event goes to one server, and what is made of one template is sent in no other form. */
    private static void oneServerPerEvent(Path ended) {
        Map<EventId, ServerName> sentTo = new HashMap<>();
        for (WorkOrder order : ended.hall().orders()) {
            if (order.work() instanceof WorkOrder.Work.Submit submit) {
                ServerName before = sentTo.putIfAbsent(submit.event().id(), submit.server());
                assertThat(before == null ? submit.server() : before)
                        .as("the server of %s after %s", submit.event().id(), ended.steps())
                        .isEqualTo(submit.server());
            }
        }
    }
}
