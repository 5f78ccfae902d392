package io.vestibule.model;

import static io.vestibule.model.Scenario.*;

import io.vestibule.matrix.id.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What may happen next in a hall. */
final class Alphabet {

    private static final int MOST_OF_A_KIND = 2;

    private final Hall hall;
    private final Said said;
    private final boolean wide;
    private final Set<Letters> letters;
    private final List<Step> steps = new ArrayList<>();

    /** Kinds of steps, beside commands on bob's invite, answers and time. */
    enum Letters {
        /** A new invite of bob's. */
        INVITED_AGAIN,
        /** A leave by the inviter. */
        TAKEN_BACK,
        /** What the homeserver tells, in time, late or early. */
        FEEDS,
        /** Other answers, bans, what is known of the room, forgetting; and a second user. */
        RARE
    }

    private Alphabet(Hall hall, Said said, Set<Letters> letters) {
        this.hall = hall;
        this.said = said;
        this.letters = letters;
        this.wide = letters.contains(Letters.RARE);
    }

    /** @param letters what may happen beside commands, answers and time */
    static List<Step> of(Hall hall, Said said, Set<Letters> letters) {
        Alphabet next = new Alphabet(hall, said, letters);
        next.commands();
        next.elsewhere();
        hall.openOrders().forEach(next::answers);
        if (hall.wakesUp()) {
            next.steps.add(Step.of("", "time passes", Hall::passToNextWakeUp));
        }
        return next.steps;
    }

    private interface Numbered {
        Consumer<Hall> effect(int number);
    }

    private void add(String kind, int most, Numbered effect) {
        int n = said.count(kind);
        if (n < most) {
            steps.add(Step.of(kind, kind + " " + n, effect.effect(n)));
        }
    }

    private void commands() {
        add(
                Said.INVITE,
                letters.contains(Letters.INVITED_AGAIN) ? MOST_OF_A_KIND : 0,
                n -> invited(BOB, "$b" + n, "b.example", "n.example"));
        command(Said.ACCEPT, n -> accepts(BOB, Said.ACCEPT + " " + n));
        command(Said.REJECT, n -> rejects(BOB, Said.REJECT + " " + n));
        if (wide || said.count(Said.ACCEPT_CAROL) > 0) {
            command(Said.ACCEPT_CAROL, n -> accepts(CAROL, Said.ACCEPT_CAROL + " " + n));
        }
    }

    /** A new one, and the first one twice. */
    private void command(String kind, Numbered command) {
        add(kind, MOST_OF_A_KIND, command);
        if (said.count(kind) > 0) {
            add(kind + " 0 again", 1, n -> command.effect(0));
        }
    }

    private void elsewhere() {
        String newest = "$b" + (said.count(Said.INVITE) - 1);
        String coming = "$b" + said.count(Said.INVITE);
        if (letters.contains(Letters.TAKEN_BACK)) {
            add("alice takes it back", 1, n -> claims(ALICE, BOB, Membership.LEAVE, "pdu"));
        }
        if (letters.contains(Letters.FEEDS)) {
            add("joined elsewhere", 1, n -> feed(BOB, Membership.JOIN, "$joined", newest));
            add("left elsewhere", 1, n -> feed(BOB, Membership.LEAVE, "$left", newest));
            add("a lagging feed", 1, n -> feed(BOB, Membership.LEAVE, "$long-ago", "$older"));
            add("a feed that jumps ahead", 1, n -> feed(BOB, Membership.JOIN, "$ahead", coming));
        }
        if (wide) {
            add("mallory bans", 1, n -> claims(MALLORY, BOB, Membership.BAN, "ban"));
            add("we are in the room", 1, n -> roomFacts(Residency.YES, false));
            add("we are not in the room", 1, n -> roomFacts(Residency.NO, false));
            add("b is denied", 1, n -> roomDenies("b.example"));
            add("forget bob", 1, n -> forgets(BOB, "forget", true));
        }
    }

    private void answers(WorkOrder order) {
        String whose =
                order.work().getClass().getSimpleName() + " of " + order.user().localpart();
        MemberEvent event = new MemberEvent(EventId.of("$m" + said.count(Said.PREPARED)), "{}");
        switch (order.work()) {
            case WorkOrder.Work.SignLeave sign -> {
                answer(Said.PREPARED, whose, result(order, WorkResultType.LEAVE_SIGNED, null, event));
                answer("failed", whose, wide ? result(order, WorkResultType.FAILED, null, null) : null);
            }
            case WorkOrder.Work.Prepare prepare -> {
                String server = prepare.candidates().getFirst().server().value();
                answer(Said.PREPARED, whose, result(order, WorkResultType.PREPARED, server, event));
                answer("forbidden", whose, result(order, WorkResultType.FORBIDDEN, server, null));
                answer("exhausted", whose, result(order, WorkResultType.EXHAUSTED, null, null));
            }
            case WorkOrder.Work.Submit submit -> {
                String server = submit.server().value();
                answer("taken", whose, taken(order));
                answer("ambiguous", whose, result(order, WorkResultType.AMBIGUOUS, server, null));
                answer("refused", whose, result(order, WorkResultType.FORBIDDEN, server, null));
                answer("exhausted", whose, wide ? result(order, WorkResultType.EXHAUSTED, server, null) : null);
            }
            case WorkOrder.Work.Verify verify -> {
                answer("verified", whose, verified(order));
                answer("not verified", whose, wide ? result(order, WorkResultType.PDU_REJECTED, null, null) : null);
            }
            case WorkOrder.Work.PrepareEvent none -> {}
            case WorkOrder.Work.SendInvite none -> {}
            case WorkOrder.Work.SendPdu none -> {}
        }
    }

    private void answer(String kind, String whose, WorkResult result) {
        if (result != null) {
            Optional<OrderId> settles = result.type().settlesSubmit() ? Optional.of(result.order()) : Optional.empty();
            String counted = kind.equals(Said.PREPARED) ? kind : "";
            steps.add(new Step(counted, kind + ": " + whose, hall -> hall.answer(result), settles));
        }
    }

    private WorkResult verified(WorkOrder order) {
        EventId cited = order.invite() == null ? EventId.of("$b0") : order.invite();
        return new WorkResult(
                order.id(),
                WorkResultType.PDU_VERIFIED,
                order.room(),
                order.user(),
                List.of(),
                null,
                new MemberEvent(EventId.of("$taken-back"), "{}"),
                new WorkResult.Verified(Membership.LEAVE, List.of(cited), null),
                null,
                "");
    }
}
