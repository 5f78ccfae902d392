package io.vestibule.model;

import static io.vestibule.model.Scenario.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Thousands of long histories of two users in one room: whatever people, servers, feeds, workers and clocks do, in whatever
 * order, late, twice or never. A history that breaks a promise is told with its seed and all of its steps.
 */
class LongHistoriesTest {

    private static final int HISTORIES = 2_000;
    private static final int LONGEST = 60;
    private static final List<UserId> USERS = List.of(BOB, CAROL);

    /** One history as it goes. */
    private static final class History {

        private final Random random;
        private final Hall hall = new Hall();
        private final List<String> told = new ArrayList<>();
        private final List<String> commands = new ArrayList<>();
        private final List<WorkResult> given = new ArrayList<>();
        private final Set<OrderId> settled = new HashSet<>();
        private int checkedOrders;

        History(long seed) {
            this.random = new Random(seed);
        }

        void run() {
            int steps = 1 + random.nextInt(LONGEST);
            for (int n = 0; n < steps; n++) {
                step(n);
            }
            told.add("30 days");
            hall.settle();
            everythingIsOver();
        }

        private void step(int n) {
            UserId user = USERS.get(random.nextInt(USERS.size()));
            List<WorkOrder> open = hall.openOrders();
            int kind = random.nextInt(20);
            if (kind < 9 && !open.isEmpty()) {
                answer(open.get(random.nextInt(open.size())), n);
            } else if (kind == 9 && !given.isEmpty()) {
                WorkResult again = given.get(random.nextInt(given.size()));
                does("repeat " + again.type() + " of " + again.user(), h -> h.answer(again));
            } else if (kind < 14) {
                command(user, n);
            } else if (kind < 16) {
                does("invite " + user + " $i" + n, invited(user, "$i" + n, "b.example", "n" + n % 3 + ".example"));
            } else if (kind < 18) {
                wait(n);
            } else {
                elsewhere(user, n);
            }
            noSecondEventWhileTheFateOfOneIsOpen();
        }

        private void command(UserId user, int n) {
            boolean old = !commands.isEmpty() && random.nextInt(5) == 0;
            String id = old ? commands.get(random.nextInt(commands.size())) : user.localpart() + n;
            UserId whose = id.startsWith("bob") ? BOB : CAROL;
            if (!old) {
                commands.add(id);
            }
            switch (random.nextInt(5)) {
                case 0, 1 -> does("accept " + id, accepts(whose, id));
                case 2, 3 -> does("reject " + id, rejects(whose, id));
                default -> does("retry " + id, retries(whose, id, random.nextBoolean()));
            }
        }

        private void wait(int n) {
            Duration time = List.of(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(6),
                            Duration.ofHours(7))
                    .get(random.nextInt(5));
            does(time + " pass", passes(time));
        }

        private void elsewhere(UserId user, int n) {
            Invitation invite = hall.ledger().invite(user).state().newestInvite();
            String newest = invite == null ? "$unknown" : invite.eventId().value();
            Membership membership = Membership.values()[random.nextInt(Membership.values().length)];
            switch (random.nextInt(5)) {
                case 0 -> does("feed " + user + " " + membership, feed(user, membership, "$f" + n, newest));
                case 1 -> does("stale feed " + user + " " + membership, feed(user, membership, "$f" + n, "$old"));
                case 2 -> does("claim by alice", claims(ALICE, user, Membership.LEAVE, "pdu" + n));
                case 3 -> does("claim by mallory", claims(MALLORY, user, Membership.BAN, "pdu" + n));
                default -> room();
            }
        }

        private void room() {
            switch (random.nextInt(4)) {
                case 0 -> does("resident", roomFacts(Residency.YES, false));
                case 1 -> does("not resident", roomFacts(Residency.NO, false));
                case 2 -> does("blocked", roomFacts(Residency.NO, true));
                default -> does("denies b", roomDenies("b.example"));
            }
        }

        private void answer(WorkOrder order, int n) {
            WorkResult result = result(order, n);
            InviteState before = hall.ledger().invite(order.user()).state();
            given.add(result);
            if (result.type().settlesSubmit()) {
                settled.add(order.id());
            }
            does(
                    result.type() + " " + order.work().getClass().getSimpleName() + " of " + order.user(),
                    h -> h.answer(result));
            noLateLeaveEndsAnythingNewer(order, before);
        }

        private WorkResult result(WorkOrder order, int n) {
            MemberEvent event = new MemberEvent(EventId.of("$m" + n), "{}");
            int luck = random.nextInt(8);
            return switch (order.work()) {
                case WorkOrder.Work.SignLeave sign ->
                    luck < 5
                            ? Scenario.result(order, WorkResultType.LEAVE_SIGNED, null, event)
                            : Scenario.result(order, WorkResultType.FAILED, null, null);
                case WorkOrder.Work.Prepare prepare -> prepared(order, prepare, event, luck);
                case WorkOrder.Work.Submit submit -> submitted(order, submit, luck);
                case WorkOrder.Work.Verify verify -> verified(order, event, luck);
                default -> Scenario.result(order, WorkResultType.FAILED, null, null);
            };
        }

        private static WorkResult prepared(
                WorkOrder order, WorkOrder.Work.Prepare prepare, MemberEvent event, int luck) {
            String server = prepare.candidates().getFirst().server().value();
            return switch (luck) {
                case 0 -> Scenario.result(order, WorkResultType.FORBIDDEN, server, null);
                case 1 -> Scenario.result(order, WorkResultType.EXHAUSTED, null, null);
                case 2 ->
                    Scenario.result(
                            order,
                            prepare.membership() == Membership.LEAVE
                                    ? WorkResultType.SUPERSEDED
                                    : WorkResultType.EXPIRED,
                            server,
                            null);
                default -> Scenario.result(order, WorkResultType.PREPARED, server, event);
            };
        }

        private static WorkResult submitted(WorkOrder order, WorkOrder.Work.Submit submit, int luck) {
            String server = submit.server().value();
            return switch (luck) {
                case 0 -> Scenario.result(order, WorkResultType.FORBIDDEN, server, null);
                case 1 -> Scenario.result(order, WorkResultType.EXHAUSTED, server, null);
                case 2, 3 -> Scenario.result(order, WorkResultType.AMBIGUOUS, server, null);
                case 4 -> Scenario.result(order, WorkResultType.EXPIRED, server, null);
                default -> taken(order);
            };
        }

        private WorkResult verified(WorkOrder order, MemberEvent event, int luck) {
            EventId cites = order.invite();
            return luck == 0 || cites == null
                    ? Scenario.result(order, WorkResultType.PDU_REJECTED, null, null)
                    : new WorkResult(
                            order.id(),
                            WorkResultType.PDU_VERIFIED,
                            order.room(),
                            order.user(),
                            List.of(),
                            null,
                            event,
                            new WorkResult.Verified(
                                    luck == 1 ? Membership.BAN : Membership.LEAVE, List.of(cites), null),
                            null,
                            "");
        }

        private void does(String what, Consumer<Hall> step) {
            told.add(what);
            step.accept(hall);
        }

        /** Of one answer to one invite there is one event on the wire, until its server has said yes or no. */
        private void noSecondEventWhileTheFateOfOneIsOpen() {
            List<WorkOrder> orders = hall.orders();
            for (; checkedOrders < orders.size(); checkedOrders++) {
                WorkOrder order = orders.get(checkedOrders);
                if (order.work() instanceof WorkOrder.Work.Submit submit) {
                    assertThat(openFates(orders.subList(0, checkedOrders), order, submit))
                            .as(
                                    "events whose fate is open as %s is sent",
                                    submit.event().id())
                            .isEmpty();
                }
            }
        }

        private Set<EventId> openFates(List<WorkOrder> earlier, WorkOrder order, WorkOrder.Work.Submit submit) {
            Set<EventId> open = new HashSet<>();
            for (WorkOrder other : earlier) {
                if (other.work() instanceof WorkOrder.Work.Submit sent
                        && other.user().equals(order.user())
                        && sent.membership() == submit.membership()
                        && Objects.equals(other.invite(), order.invite())
                        && !sent.event().id().equals(submit.event().id())) {
                    open.add(sent.event().id());
                }
            }
            for (WorkOrder other : earlier) {
                if (settled.contains(other.id()) && other.work() instanceof WorkOrder.Work.Submit sent) {
                    open.remove(sent.event().id());
                }
            }
            return open;
        }

        private void noLateLeaveEndsAnythingNewer(WorkOrder order, InviteState before) {
            Invitation newest = before.newestInvite();
            boolean late = order.work() instanceof WorkOrder.Work.Submit submit
                    && submit.membership() == Membership.LEAVE
                    && newest != null
                    && !newest.eventId().equals(order.invite());
            if (late) {
                assertThat(hall.ledger().invite(order.user()).state())
                        .as("after a leave that answers an older invite")
                        .isEqualTo(before);
            }
        }

        private void everythingIsOver() {
            assertThat(commands)
                    .allSatisfy(command -> assertThat(hall.isAnswered(command))
                            .as("%s is answered", command)
                            .isTrue());
            RoomLedger again = new RoomLedger(Hall.ROOM);
            hall.ledger().events().forEach(again::apply);
            assertThat(again.room()).isEqualTo(hall.ledger().room());
            for (UserId user : USERS) {
                InviteRecord invite = hall.ledger().invite(user);
                assertThat(again.invite(user)).isEqualTo(invite);
                assertThat(invite.state().inFlight())
                        .as("in flight of %s", user)
                        .isNull();
                if (invite.state() instanceof InviteState.Left left) {
                    assertThat(left.remote()).as("background of %s", user).isNull();
                }
            }
            assertThat(hall.ledger().room().line()).isEqualTo(RoomRecord.JoinLine.EMPTY);
            oneServerForEachEvent();
        }

        private void oneServerForEachEvent() {
            Map<EventId, Object> servers = new HashMap<>();
            for (WorkOrder order : hall.orders()) {
                if (order.work() instanceof WorkOrder.Work.Submit submit) {
                    assertThat(servers.computeIfAbsent(submit.event().id(), id -> submit.server()))
                            .isEqualTo(submit.server());
                }
            }
        }
    }

    @Test
    void no_long_history_breaks_a_promise() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            // Given
            History history = new History(seed);
            // When
            // Then
            try {
                history.run();
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("history " + seed + ": " + String.join(", ", history.told), broken);
            }
        }
    }
}
