package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A room in memory: decides inputs one after another, lets time pass through every wake-up, and holds the promises after
 * each step: one outcome per command, and nothing in flight without a next step.
 */
final class Hall {

    static final RoomId ROOM = RoomId.of("!hall:a.example");
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final ServerName US = ServerName.of("us.example");
    private static final Duration LONG = Duration.ofDays(10_000);
    private static final int MOST_WAKE_UPS = 10_000;

    private final InviteDecider decider;
    private final RoomLedger ledger;
    private final List<WorkOrder> orders = new ArrayList<>();
    private final Map<OrderId, WorkOrder> open = new LinkedHashMap<>();
    private final List<Outcome> published = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<CommandId, Outcome> first = new HashMap<>();

    /** Commands about somebody who has been forgotten since, and their outcomes too: said again, they are answered anew. */
    private final Set<CommandId> forgotten = new HashSet<>();

    private Instant now = START;
    private long offset;

    Hall() {
        this(Rules.of(Set.of(US)));
    }

    Hall(Rules rules) {
        this.decider = new InviteDecider(rules);
        this.ledger = new RoomLedger(ROOM);
    }

    /** A copy that goes its own way from here. */
    Hall(Hall other) {
        this.decider = other.decider;
        this.ledger = new RoomLedger(other.ledger);
        orders.addAll(other.orders);
        open.putAll(other.open);
        published.addAll(other.published);
        deliveries.addAll(other.deliveries);
        first.putAll(other.first);
        forgotten.addAll(other.forgotten);
        now = other.now;
        offset = other.offset;
    }

    Decision input(Input input) {
        Moment moment = new Moment(now, new Coordinates("test", 0, offset++));
        Decision decision = decider.decide(ledger, input, moment);
        decision.events().forEach(ledger::apply);
        deliveries.addAll(decision.deliveries());
        for (WorkOrder order : decision.orders()) {
            orders.add(order);
            open.put(order.id(), order);
        }
        for (Outcome outcome : decision.outcomes()) {
            if (forgotten.remove(outcome.waiter().id())) {
                first.remove(outcome.waiter().id());
            }
            Outcome known = first.putIfAbsent(outcome.waiter().id(), outcome);
            assertThat(known == null ? outcome : known)
                    .as("a command has one outcome, and a repeat is the identical one")
                    .isEqualTo(outcome);
            published.add(outcome);
        }
        decision.events().stream()
                .filter(event -> event.fact() instanceof Fact.UserForgotten)
                .flatMap(event ->
                        first.values().stream().filter(outcome -> outcome.user().equals(event.user())))
                .forEach(outcome -> forgotten.add(outcome.waiter().id()));
        decision.invites()
                .forEach((user, change) -> assertThat(ledger.invite(user))
                        .as("the decision and the ledger agree")
                        .isEqualTo(change.after()));
        decision.outbounds()
                .forEach((user, change) -> assertThat(ledger.outbound(user))
                        .as("the decision and the ledger agree")
                        .isEqualTo(change.after()));
        holdPromises();
        return decision;
    }

    private void holdPromises() {
        for (UserId user : ledger.invitedElsewhere()) {
            OutboundRecord outbound = ledger.outbound(user);
            if (outbound.isEmpty()) {
                continue;
            }
            assertThat(outbound.wake())
                    .as("%s has a next step", outbound)
                    .isNotNull()
                    .isAfter(now);
        }
        for (UserId user : ledger.users()) {
            InviteRecord invite = ledger.invite(user);
            Instant wake = earliestWake(invite, decider.rules().keeping().settled());
            boolean busy = invite.state().inFlight() != null
                    || (invite.state() instanceof InviteState.Left left && left.remote() != null);
            if (busy) {
                assertThat(wake)
                        .as("%s has a next step", invite.state())
                        .isNotNull()
                        .isAfterOrEqualTo(now);
            }
            holdSignature(user, invite);
            if (invite.state() instanceof InviteState.Left left && left.remote() != null) {
                assertThat(left.remote().walk().stage()).isNotInstanceOfAny(Stage.Idle.class, Stage.Over.class);
            }
        }
    }

    /** A leave that lacks its signature gets it sooner or later. */
    private void holdSignature(UserId user, InviteRecord invite) {
        boolean lacking = invite.state() instanceof InviteState.Left left
                && left.outOfBand()
                && left.leave() == null
                && left.invite() != null;
        if (lacking
                && now.isBefore(leftAt(user).plus(decider.rules().background().giveUp()))) {
            assertThat(invite.signing())
                    .as("the signature of %s", invite.state())
                    .isNotNull();
        }
    }

    private Instant leftAt(UserId user) {
        return ledger.history(user).reversed().stream()
                .filter(event -> event.fact() instanceof Fact.LeftRoom)
                .map(LedgerEvent::decidedAt)
                .findFirst()
                .orElseThrow();
    }

    void pass(Duration time) {
        Instant until = now.plus(time);
        Optional<Due> next = nextDue(until);
        for (int woken = 0; next.isPresent(); woken++) {
            assertThat(woken).as("wake-ups within %s", time).isLessThan(MOST_WAKE_UPS);
            now = next.get().at().isAfter(now) ? next.get().at() : now;
            UserId user = next.get().user();
            boolean ours = user.server().equals(US);
            input(ours ? new Input.TimerFired(ROOM, user) : new Input.OutboundDue(ROOM, user));
            next = nextDue(until);
        }
        now = until;
    }

    /** Lets time pass until nothing is scheduled but the forgetting of settled records. */
    void settle() {
        pass(Duration.ofDays(30));
    }

    /** Whether anything is scheduled but the forgetting of settled records. */
    boolean wakesUp() {
        return nextDue(now.plus(LONG)).isPresent();
    }

    /** Lets time pass until something wakes up. */
    void passToNextWakeUp() {
        Instant next = nextDue(now.plus(LONG)).orElseThrow().at();
        pass(next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO);
    }

    private record Due(UserId user, Instant at) {}

    private Optional<Due> nextDue(Instant until) {
        Duration never = Duration.ofDays(100_000);
        Stream<Due> local = ledger.users().stream()
                .sorted()
                .filter(user -> earliestWake(ledger.invite(user), never) != null)
                .map(user -> new Due(user, earliestWake(ledger.invite(user), never)));
        Stream<Due> elsewhere = ledger.invitedElsewhere().stream()
                .sorted()
                .filter(user -> ledger.outbound(user).wake() != null)
                .map(user -> new Due(user, ledger.outbound(user).wake()));
        return Stream.concat(local, elsewhere)
                .filter(due -> !due.at().isAfter(until))
                .min(Comparator.comparing(Due::at));
    }

    private static Instant earliestWake(InviteRecord invite, Duration settledFor) {
        return Stream.of(Optional.ofNullable(invite.wake(settledFor)), Optional.ofNullable(invite.backgroundWake()))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The newest unanswered order of that kind for the user. */
    WorkOrder openOrder(UserId user, Class<? extends WorkOrder.Work> work) {
        List<WorkOrder> fitting = open.values().stream()
                .filter(order -> order.user().equals(user) && work.isInstance(order.work()))
                .toList();
        assertThat(fitting)
                .as("open orders of %s for %s", work.getSimpleName(), user)
                .isNotEmpty();
        return fitting.getLast();
    }

    void answer(WorkResult result) {
        open.remove(result.order());
        input(new Input.WorkDone(result));
    }

    List<WorkOrder> openOrders() {
        return List.copyOf(open.values());
    }

    List<WorkOrder> orders() {
        return List.copyOf(orders);
    }

    List<Outcome> published() {
        return List.copyOf(published);
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    Outcome outcome(String command) {
        Outcome outcome = first.get(new CommandId(command));
        assertThat(outcome).as("the outcome of %s", command).isNotNull();
        return outcome;
    }

    boolean isAnswered(String command) {
        return first.containsKey(new CommandId(command));
    }

    RoomLedger ledger() {
        return ledger;
    }

    Instant now() {
        return now;
    }
}
