package io.vestibule.topology.codec;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Membership;
import io.vestibule.model.Operation;
import io.vestibule.model.OrderId;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.SentEvent;
import io.vestibule.model.Stage;
import io.vestibule.model.Walk;
import io.vestibule.model.WorkResultType;
import io.vestibule.schemas.StageType;
import io.vestibule.schemas.StoredOperation;
import io.vestibule.schemas.StoredRemoteLeave;
import io.vestibule.schemas.StoredSentEvent;
import io.vestibule.schemas.StoredWalk;

/** Handshakes on their way, as the stores keep them. */
final class WalkCodec {

    private WalkCodec() {}

    static StoredOperation write(Operation operation) {
        Operation.Terms terms = operation.terms();
        return StoredOperation.newBuilder()
                .setWish(CommandCodec.writeWish(terms.wish()))
                .setStartedAt(Values.millis(terms.startedAt()))
                .setNotAfter(Values.millis(terms.notAfter()))
                .setAnswerBy(Values.millis(terms.answerBy()))
                .setOwnInviteOnly(terms.ownInviteOnly())
                .setCommands(CommandCodec.writeWaiters(operation.waiters()))
                .setDeferred(Values.each(operation.deferred(), CommandCodec::write))
                .setWalk(write(operation.walk()))
                .setNewerInvite(operation.newerInvite())
                .setWalkedAgain(operation.walkedAgain())
                .build();
    }

    static Operation read(StoredOperation operation) {
        return new Operation(
                new Operation.Terms(
                        CommandCodec.readWish(operation.getWish()),
                        Values.instant(operation.getStartedAt()),
                        Values.instant(operation.getNotAfter()),
                        Values.instant(operation.getAnswerBy()),
                        operation.getOwnInviteOnly()),
                CommandCodec.readWaiters(operation.getCommands()),
                Values.each(operation.getDeferred(), CommandCodec::read),
                read(operation.getWalk()),
                operation.getNewerInvite(),
                operation.getWalkedAgain());
    }

    static StoredRemoteLeave write(RemoteLeave remote) {
        return StoredRemoteLeave.newBuilder()
                .setWalk(write(remote.walk()))
                .setPlan(ServerCodec.writePlan(remote.plan()))
                .setRound(remote.round())
                .setCommands(CommandCodec.writeWaiters(remote.waiters()))
                .setAnswerBy(Values.millis(remote.answerBy()))
                .build();
    }

    static RemoteLeave read(StoredRemoteLeave remote) {
        return new RemoteLeave(
                read(remote.getWalk()),
                ServerCodec.readPlan(remote.getPlan()),
                remote.getRound(),
                CommandCodec.readWaiters(remote.getCommands()),
                Values.instantOrNull(remote.getAnswerBy()));
    }

    private static StoredWalk write(Walk walk) {
        StoredWalk.Builder written = StoredWalk.newBuilder()
                .setCandidates(ServerCodec.writeCandidates(walk.candidates()))
                .setAttempts(ServerCodec.writeAttempts(walk.attempts()));
        return switch (walk.stage()) {
            case Stage.Idle idle -> written.setStage(StageType.IDLE).build();
            case Stage.Waiting waiting ->
                written.setStage(StageType.WAITING)
                        .setUntil(Values.millis(waiting.until()))
                        .build();
            case Stage.Preparing preparing ->
                written.setStage(StageType.PREPARING)
                        .setOrderId(preparing.order().value())
                        .setUntil(Values.millis(preparing.watchdog()))
                        .build();
            case Stage.Submitting submitting ->
                written.setStage(StageType.SUBMITTING)
                        .setSent(write(submitting.sent()))
                        .setUntil(Values.millis(submitting.watchdog()))
                        .setRepeats(submitting.repeats())
                        .build();
            case Stage.Over over -> over(written, over);
        };
    }

    private static StoredWalk over(StoredWalk.Builder written, Stage.Over over) {
        WorkResultType how = over.how();
        return written.setStage(StageType.OVER)
                .setAnswered(how != null)
                .setEnded(Values.same(
                        io.vestibule.schemas.WorkResultType.class, how == null ? WorkResultType.UNKNOWN : how))
                .setServer(Values.text(over.server()))
                .setRepeats(over.repeats())
                .build();
    }

    private static Walk read(StoredWalk walk) {
        return new Walk(
                stage(walk),
                ServerCodec.readCandidates(walk.getCandidates()),
                ServerCodec.readAttempts(walk.getAttempts()));
    }

    private static Stage stage(StoredWalk walk) {
        return switch (walk.getStage()) {
            case IDLE -> new Stage.Idle();
            case WAITING -> new Stage.Waiting(Values.instant(walk.getUntil()));
            case PREPARING -> new Stage.Preparing(new OrderId(walk.getOrderId()), Values.instant(walk.getUntil()));
            case SUBMITTING ->
                new Stage.Submitting(
                        read(Values.present(walk.getSent(), walk.getStage())),
                        Values.instant(walk.getUntil()),
                        walk.getRepeats());
            case OVER ->
                new Stage.Over(
                        walk.getAnswered() ? Values.same(WorkResultType.class, walk.getEnded()) : null,
                        Values.server(walk.getServer()),
                        walk.getRepeats());
            case UNKNOWN -> throw new IllegalArgumentException("a stored walk at no stage");
        };
    }

    static StoredSentEvent write(SentEvent sent) {
        return StoredSentEvent.newBuilder()
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, sent.membership()))
                .setEvent(Values.write(sent.event()))
                .setServer(sent.server().value())
                .setInviteEventId(Values.text(sent.invite()))
                .setOrderId(sent.order().value())
                .build();
    }

    static SentEvent read(StoredSentEvent sent) {
        MemberEvent event = Values.read(sent.getEvent());
        return new SentEvent(
                new OrderId(sent.getOrderId()),
                Values.same(Membership.class, sent.getMembership()),
                event,
                ServerName.of(sent.getServer()),
                Values.event(sent.getInviteEventId()));
    }
}
