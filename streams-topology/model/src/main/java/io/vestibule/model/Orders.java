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
     * @param user the local user
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

    private void order(
            Subject subject, WorkOrder.Work work, Instant watchdog, List<Candidate> candidates, boolean again) {
        OrderId id = draft.orderId(subject.user());
        boolean sends = work instanceof WorkOrder.Work.Submit;
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
