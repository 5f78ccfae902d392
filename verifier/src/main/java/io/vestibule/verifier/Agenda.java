package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.OperationKind;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkOrdered;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be done for one user in one room, and when the ledger says that it goes on. An invite that waits for a person has
 * nothing to do. For one thread.
 */
final class Agenda {

    /** The ledger names no time. */
    static final long NEVER = 0;

    /**
     * A next step.
     *
     * @param what for people
     * @param at milliseconds since the epoch, {@link #NEVER} where no time is named
     * @param background whether it may wait until there is room for it
     */
    record Step(String what, long at, boolean background) {}

    private enum Doing {
        NOTHING,
        JOINING,
        REJECTING
    }

    private Doing doing = Doing.NOTHING;
    private long answerBy;
    private long inLineUntil;
    private @Nullable OpenOrder walk;
    private @Nullable OpenOrder signing;
    private boolean invited;
    private boolean telling;
    private long restingUntil;
    private boolean unsigned;
    private long signingRestUntil;
    private long leftAt;

    private record OpenOrder(String id, long watchdog, boolean sends) {}

    void fact(LedgerEvent event) {
        switch (event.getType()) {
            case INVITE_RECORDED -> {
                invited = true;
                if (doing != Doing.JOINING) {
                    settle();
                }
            }
            case OPERATION_STARTED -> {
                var started = Check.part(event.getOperationStarted(), event);
                settle();
                doing = started.getKind() == OperationKind.ACCEPT ? Doing.JOINING : Doing.REJECTING;
                answerBy = started.getAnswerBy();
            }
            case JOIN_QUEUED ->
                inLineUntil = Check.part(event.getJoinQueued(), event).getUntil();
            case WORK_ORDERED -> ordered(Check.part(event.getWorkOrdered(), event));
            case WORK_ANSWERED ->
                answered(Check.part(event.getWorkAnswered(), event).getOrderId());
            case WORK_UNANSWERED ->
                answered(Check.part(event.getWorkUnanswered(), event).getOrderId());
            case LEAVE_SIGNED -> unsigned = false;
            case LEAVE_SIGNING_RESTING ->
                signingRestUntil =
                        Check.part(event.getLeaveSigningResting(), event).getUntil();
            case LEFT -> left(Check.part(event.getLeft(), event), event.getDecidedAt());
            case REMOTE_LEAVE_RETRIED -> telling = true;
            case REMOTE_LEAVE_RESTING -> {
                walk = null;
                restingUntil = Check.part(event.getRemoteLeaveResting(), event).getUntil();
            }
            case REMOTE_LEAVE_ENDED -> telling = false;
            case MEMBERSHIP_SEEN -> {
                Membership membership =
                        Check.part(event.getMembershipSeen(), event).getMembership();
                invited = invited && membership != Membership.KNOCK;
                if (membership != Membership.INVITE && membership != Membership.UNKNOWN) {
                    settle();
                }
            }
            case REMOTE_LEAVE_CONFIRMED, JOINED, OPERATION_ENDED, INVITE_FORGOTTEN, USER_FORGOTTEN -> settle();
            default -> {}
        }
    }

    /** Nothing is left to do. */
    void settle() {
        doing = Doing.NOTHING;
        telling = false;
        unsigned = false;
        inLineUntil = NEVER;
        restingUntil = NEVER;
        signingRestUntil = NEVER;
        walk = null;
        signing = null;
    }

    private void ordered(WorkOrdered ordered) {
        WorkOrderType type = ordered.getOrder().getType();
        boolean sends = type == WorkOrderType.SUBMIT_MEMBERSHIP;
        OpenOrder open = new OpenOrder(ordered.getOrder().getOrderId(), ordered.getWatchdog(), sends);
        if (type == WorkOrderType.SIGN_LEAVE) {
            signing = open;
        } else if (sends || type == WorkOrderType.PREPARE_MEMBERSHIP) {
            walk = open;
            inLineUntil = NEVER;
        }
    }

    private void answered(String order) {
        if (walk != null && walk.id().equals(order)) {
            walk = null;
        } else if (signing != null && signing.id().equals(order)) {
            signing = null;
        }
    }

    private void left(LeftRoom left, long at) {
        doing = Doing.NOTHING;
        leftAt = at;
        telling = left.getRemote() != null;
        unsigned = left.getEvent() == null && left.getOutOfBand() && invited;
        walk = telling ? walk : null;
    }

    /** When the leave that lacks a signature became true; {@link #NEVER} if none does. */
    long unsignedSince() {
        return unsigned ? leftAt : NEVER;
    }

    /** @return what comes next, null when nothing is to be done; with {@link #NEVER} when it hangs in the air */
    @Nullable
    Step next() {
        return switch (doing) {
            case JOINING -> joining();
            case REJECTING -> new Step("the answer to a reject", answerBy, false);
            case NOTHING -> telling ? telling() : null;
        };
    }

    private Step joining() {
        if (walk != null && walk.sends()) {
            return new Step("the answer to an order to send", walk.watchdog(), false);
        }
        long look = walk != null ? walk.watchdog() : inLineUntil;
        return new Step("the answer to an accept", look == NEVER ? answerBy : Math.min(look, answerBy), false);
    }

    private Step telling() {
        return walk != null
                ? new Step("the answer to an order of a background leave", walk.watchdog(), false)
                : new Step("the next round of a background leave", restingUntil, true);
    }

    /** @return the same for the signature that a leave lacks */
    @Nullable
    Step nextSignature() {
        if (!unsigned) {
            return null;
        }
        return signing != null
                ? new Step("the signature of a leave", signing.watchdog(), false)
                : new Step("the next order to sign a leave", signingRestUntil, true);
    }
}
