package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes work orders. Prepares, signatures and verifications have a lane of their own: they have no side effect, so that
 * none of them waits behind a hanging one. Submits of one user and room share a lane, so that two of our events never
 * overtake each other.
 */
final class Orders {

    private final Draft draft;
    private final Rules rules;

    Orders(Draft draft, Rules rules) {
        this.draft = draft;
        this.rules = rules;
    }

    /**
     * What an order is about.
     *
     * @param user the local user, or the user of another server whom we invite
     * @param version the room's version
     * @param invite the invite, null for a knock
     * @param interactive somebody waits
     * @param notAfter no PUT is started after this
     */
    record Subject(
            UserId user, RoomVersionId version, @Nullable EventId invite, boolean interactive, Instant notAfter) {}

    void signLeave(Subject subject, String inviteJson, @Nullable String reason) {
        WorkOrder.Work work = new WorkOrder.Work.SignLeave(inviteJson, reason);
        order(subject, work, subject.notAfter(), List.of(), false);
    }

    void prepare(Subject subject, WorkOrder.Work.Prepare prepare, boolean again) {
        Instant watchdog = subject.notAfter().plus(rules.budgets().make());
        order(subject, prepare, watchdog, prepare.candidates(), again);
    }

    void submit(Subject subject, WorkOrder.Work.Submit submit, List<Candidate> candidates) {
        Duration put = submit.membership() == Membership.JOIN
                ? rules.budgets().joinPut()
                : rules.budgets().leavePut();
        order(subject, submit, subject.notAfter().plus(put), candidates, false);
    }

    void verify(Subject subject, WorkOrder.Work.Verify verify) {
        order(subject, verify, subject.notAfter().plus(rules.budgets().make()), List.of(), false);
    }

    /** Nothing leaves by this, so that the deadline is all that it waits for. */
    void prepareEvent(Subject subject, WorkOrder.Work.PrepareEvent prepare) {
        order(subject, prepare, subject.notAfter(), List.of(), false);
    }

    void sendOutbound(Subject subject, WorkOrder.Work send) {
        order(subject, send, subject.notAfter().plus(rules.outbound().put()), List.of(), false);
    }

    private void order(
            Subject subject, WorkOrder.Work work, Instant watchdog, List<Candidate> candidates, boolean again) {
        OrderId id = draft.orderId(subject.user());
        boolean sends = switch (work) {
            case WorkOrder.Work.Submit submit -> true;
            case WorkOrder.Work.SendInvite send -> true;
            case WorkOrder.Work.SendPdu send -> true;
            case WorkOrder.Work.SignLeave sign -> false;
            case WorkOrder.Work.Prepare prepare -> false;
            case WorkOrder.Work.Verify verify -> false;
            case WorkOrder.Work.PrepareEvent prepare -> false;
        };
        String lane = sends ? draft.roomId().value() + ' ' + subject.user().value() : id.value();
        WorkOrder order = new WorkOrder(
                id,
                draft.roomId(),
                subject.user(),
                new WorkOrder.Terms(lane, subject.interactive(), draft.now(), subject.notAfter()),
                subject.version(),
                subject.invite(),
                work);
        draft.record(subject.user(), new Fact.WorkOrdered(order, watchdog, candidates, again));
    }
}
