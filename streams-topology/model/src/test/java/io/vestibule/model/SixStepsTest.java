package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.model.Alphabet.Letters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can happen in six steps, in every order: commands twice and against one another, invites and retractions in
 * the middle, feeds that lag, jump or tell of elsewhere, answers of every kind, and time. States that cannot be told apart are
 * gone on from once. After each step the hall holds its own promises; from each state everything comes to its end.
 *
 * <p>More steps with {@code -Dvestibule.decider.steps=7}, all kinds of them from each beginning with {@code
 * -Dvestibule.decider.all=true}.
 */
class SixStepsTest {

    private static final int STEPS = Integer.getInteger("vestibule.decider.steps", 6);
    private static final boolean ALL_LETTERS = Boolean.getBoolean("vestibule.decider.all");
    private static final Rules RULES = quickToGiveUp(Rules.of(Set.of(Hall.US)));

    /** Where the six steps begin. */
    enum Beginning {
        AN_INVITE(
                Set.of(Letters.INVITED_AGAIN, Letters.TAKEN_BACK),
                Said.of(Said.INVITE),
                invited(BOB, "$b0", "b.example", "c.example")),
        A_JOIN_ON_ITS_WAY(
                Set.of(Letters.INVITED_AGAIN, Letters.TAKEN_BACK),
                Said.of(Said.INVITE, Said.ACCEPT),
                invited(BOB, "$b0", "b.example", "c.example"),
                accepts(BOB, Said.ACCEPT + " 0"),
                prepared(BOB, "b.example", "$join")),
        A_LEAVE_THAT_THE_ROOM_HAS_NOT_HEARD_OF(
                Set.of(Letters.INVITED_AGAIN, Letters.FEEDS),
                Said.of(Said.INVITE, Said.REJECT),
                invited(BOB, "$b0", "b.example"),
                rejects(BOB, Said.REJECT + " 0"),
                signed(BOB, "$leave"),
                everyServerFails(BOB)),
        AN_INVITE_WHILE_FEEDS_LAG_AND_JUMP(
                Set.of(Letters.FEEDS), Said.of(Said.INVITE), invited(BOB, "$b0", "b.example")),
        TWO_USERS_OF_WHOM_ONE_JOINS(
                Set.of(),
                Said.of(Said.INVITE, Said.ACCEPT_CAROL),
                invited(BOB, "$b0", "b.example"),
                invited(CAROL, "$c0", "b.example"),
                accepts(CAROL, Said.ACCEPT_CAROL + " 0"));

        private final Set<Letters> letters;
        private final Said said;
        private final List<Consumer<Hall>> before;

        @SafeVarargs
        Beginning(Set<Letters> letters, Said said, Consumer<Hall>... before) {
            this.letters = ALL_LETTERS ? EnumSet.allOf(Letters.class) : letters;
            this.said = said;
            this.before = List.of(before);
        }
    }

    /** A hall and how it came to be as it is. */
    private record Point(Hall hall, Said said, Set<OrderId> settled, List<String> steps) {

        Point step(Step step) {
            Hall next = new Hall(hall);
            List<String> done = new ArrayList<>(steps);
            done.add(step.name());
            Set<OrderId> fates = new HashSet<>(settled);
            try {
                step.effect().accept(next);
                step.settles().ifPresent(fates::add);
                noSecondEventWhileTheFateOfOneIsOpen(next, hall.orders().size(), fates);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("after " + done, failure);
            }
            return new Point(next, said.and(step), fates, done);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_sequence_keeps_the_promises_and_comes_to_its_end(Beginning beginning) {
        // Given
        Hall hall = new Hall(RULES);
        beginning.before.forEach(step -> step.accept(hall));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Point> points = List.of(new Point(hall, beginning.said, Set.of(), List.of(beginning.name())));
        // When
        for (int depth = 1; depth <= STEPS; depth++) {
            boolean last = depth == STEPS;
            points = points.parallelStream()
                    .flatMap(point -> next(point, beginning.letters, seen))
                    .peek(SixStepsTest::end)
                    .filter(point -> !last)
                    .toList();
        }
        // Then
        System.out.printf("%s: %,d states in %d steps%n", beginning, seen.size(), STEPS);
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    private static Stream<Point> next(Point point, Set<Letters> letters, Set<String> seen) {
        return Alphabet.of(point.hall(), point.said(), letters).stream()
                .map(point::step)
                .filter(next -> seen.add(Standing.of(next.hall(), next.said(), next.settled())));
    }

    /** Whatever was asked is answered, nothing is in flight, and nothing wakes up any more. */
    private static void end(Point point) {
        Hall hall = new Hall(point.hall());
        try {
            hall.pass(Duration.ofDays(1));
            for (String command : point.said().commands()) {
                assertThat(hall.isAnswered(command)).as(command).isTrue();
            }
            hall.ledger().users().forEach(user -> {
                InviteState state = hall.ledger().invite(user).state();
                assertThat(state.inFlight()).as("in flight of %s", user).isNull();
                assertThat(state instanceof InviteState.Left left && left.remote() != null)
                        .as("a leave of %s goes on", user)
                        .isFalse();
            });
            assertThat(hall.ledger().room().line()).isEqualTo(RoomRecord.JoinLine.EMPTY);
            assertThat(hall.wakesUp()).as("something wakes for ever").isFalse();
            oneServerForEachEvent(hall.orders());
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("after " + point.steps() + " and a day", failure);
        }
    }

    private static void oneServerForEachEvent(Collection<WorkOrder> orders) {
        Map<EventId, Object> servers = new ConcurrentHashMap<>();
        for (WorkOrder order : orders) {
            if (order.work() instanceof WorkOrder.Work.Submit submit) {
                assertThat(servers.computeIfAbsent(submit.event().id(), id -> submit.server()))
                        .as("the server of %s", submit.event().id())
                        .isEqualTo(submit.server());
            }
        }
    }

    /** Of one answer to one invite there is one event on the wire, until its server has said yes or no. */
    private static void noSecondEventWhileTheFateOfOneIsOpen(Hall hall, int known, Set<OrderId> settled) {
        List<WorkOrder> orders = hall.orders();
        for (int i = known; i < orders.size(); i++) {
            WorkOrder order = orders.get(i);
            if (order.work() instanceof WorkOrder.Work.Submit submit) {
                assertThat(openFates(orders.subList(0, i), order, submit, settled))
                        .as(
                                "events whose fate is open as %s is sent",
                                submit.event().id())
                        .isEmpty();
            }
        }
    }

    private static Set<EventId> openFates(
            List<WorkOrder> earlier, WorkOrder order, WorkOrder.Work.Submit submit, Set<OrderId> settled) {
        Set<EventId> open = new HashSet<>();
        Set<EventId> closed = new HashSet<>();
        for (WorkOrder other : earlier) {
            if (other.work() instanceof WorkOrder.Work.Submit sent) {
                boolean sameAnswer = other.user().equals(order.user())
                        && sent.membership() == submit.membership()
                        && Objects.equals(other.invite(), order.invite())
                        && !sent.event().id().equals(submit.event().id());
                if (sameAnswer) {
                    open.add(sent.event().id());
                }
                if (settled.contains(other.id())) {
                    closed.add(sent.event().id());
                }
            }
        }
        open.removeAll(closed);
        return open;
    }

    private static Rules quickToGiveUp(Rules usual) {
        return new Rules(
                usual.ownServers(),
                usual.lastResort(),
                usual.budgets(),
                usual.background().giveUp(Duration.ofMinutes(5)),
                usual.keeping(),
                usual.outbound());
    }
}
