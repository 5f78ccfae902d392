package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What orders, answers and claims do to one user's record. */
final class WorkFold {

    private static final int MAX_SENT = 4;
    private static final int MAX_CLAIMS = 4;

    private WorkFold() {}

    static InviteRecord ordered(Edit edit, Fact.WorkOrdered ordered) {
        WorkOrder order = ordered.order();
        return switch (order.work()) {
            case WorkOrder.Work.SignLeave sign ->
                edit.signing(new Signing(order.id(), ordered.watchdog())).build();
            case WorkOrder.Work.Prepare prepare -> prepared(edit, ordered);
            case WorkOrder.Work.Submit submit -> submitted(edit, ordered, submit);
            case WorkOrder.Work.Verify verify -> verified(edit, ordered, verify);
            case WorkOrder.Work.PrepareEvent outbound -> throw new IllegalStateException("an order of ours outbound");
            case WorkOrder.Work.SendInvite outbound -> throw new IllegalStateException("an order of ours outbound");
            case WorkOrder.Work.SendPdu outbound -> throw new IllegalStateException("an order of ours outbound");
        };
    }

    private static InviteRecord prepared(Edit edit, Fact.WorkOrdered ordered) {
        Stage.Preparing stage = new Stage.Preparing(ordered.order().id(), ordered.watchdog());
        Walk walk = edit.walk().preparing(stage, ordered.candidates());
        Operation operation = edit.before().state().inFlight();
        return ordered.again() && operation != null
                ? edit.operation(operation.again().with(walk))
                : edit.walk(walk);
    }

    private static InviteRecord submitted(Edit edit, Fact.WorkOrdered ordered, WorkOrder.Work.Submit submit) {
        WorkOrder order = ordered.order();
        SentEvent sent =
                new SentEvent(order.id(), submit.membership(), submit.event(), submit.server(), order.invite());
        Walk walk = edit.walk();
        boolean repeated = walk.stage() instanceof Stage.Over over && over.how() == WorkResultType.AMBIGUOUS;
        int repeats = repeated ? walk.stage().repeatsSoFar() + 1 : 0;
        Stage stage = new Stage.Submitting(sent, ordered.watchdog(), repeats);
        return edit.sent(remember(edit.before().sent(), sent))
                .walk(new Walk(stage, ordered.candidates(), walk.attempts()));
    }

    private static List<SentEvent> remember(List<SentEvent> known, SentEvent sent) {
        List<SentEvent> all = new ArrayList<>(
                known.stream().filter(other -> !other.sameAs(sent)).toList());
        all.add(sent);
        return all.subList(Math.max(0, all.size() - MAX_SENT), all.size());
    }

    static InviteRecord answered(Edit edit, Fact.WorkAnswered answered) {
        InviteRecord before = edit.before();
        if (answered.type().settlesSubmit()) {
            edit.sent(settle(before.sent(), answered.order()));
        }
        if (before.signing() != null && before.signing().isOpen(answered.order())) {
            return edit.signing(null).build();
        }
        Walk walk = openWalk(before.state(), answered.order());
        return walk == null
                ? edit.build()
                : edit.walk(walk.answered(answered.type(), answered.server(), answered.attempts()));
    }

    private static List<SentEvent> settle(List<SentEvent> sent, OrderId order) {
        EventId settled = sent.stream()
                .filter(event -> event.order().equals(order))
                .map(event -> event.event().id())
                .findFirst()
                .orElse(null);
        return sent.stream()
                .filter(event -> !Objects.equals(event.event().id(), settled))
                .toList();
    }

    static InviteRecord unanswered(Edit edit, OrderId order) {
        Signing signing = edit.before().signing();
        if (signing != null && signing.isOpen(order)) {
            return edit.signing(null).build();
        }
        Walk walk = openWalk(edit.before().state(), order);
        return walk == null
                ? edit.build()
                : edit.walk(walk.at(new Stage.Over(null, null, walk.stage().repeatsSoFar())));
    }

    private static @Nullable Walk openWalk(InviteState state, OrderId order) {
        Walk walk = Edit.walkOf(state);
        return walk != null && order.equals(walk.stage().openOrder()) ? walk : null;
    }

    private static InviteRecord verified(Edit edit, Fact.WorkOrdered ordered, WorkOrder.Work.Verify verify) {
        Claim claim = edit.before().claims().stream()
                .filter(known -> known.pduJson().equals(verify.pduJson()))
                .findFirst()
                .orElseGet(() -> new Claim(
                        verify.expectedSender(), Membership.LEAVE, verify.pduJson(), null, ordered.watchdog()));
        Claim ordering = new Claim(
                claim.sender(),
                claim.membership(),
                claim.pduJson(),
                ordered.order().id(),
                ordered.watchdog());
        return edit.claims(replace(edit.before().claims(), ordering)).build();
    }

    static InviteRecord remembered(Edit edit, Claim claim) {
        return edit.claims(replace(edit.before().claims(), claim)).build();
    }

    private static List<Claim> replace(List<Claim> claims, Claim claim) {
        List<Claim> all = new ArrayList<>(without(claims, claim.pduJson()));
        all.add(claim);
        return all.subList(Math.max(0, all.size() - MAX_CLAIMS), all.size());
    }

    static InviteRecord dropped(Edit edit, String pduJson) {
        return edit.claims(without(edit.before().claims(), pduJson)).build();
    }

    private static List<Claim> without(List<Claim> claims, String pduJson) {
        return claims.stream().filter(claim -> !claim.pduJson().equals(pduJson)).toList();
    }
}
