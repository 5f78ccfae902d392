package io.vestibule.topology.codec;

import io.vestibule.model.Invitation;
import io.vestibule.model.OrderId;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.OutboundStage;
import io.vestibule.model.WorkResultType;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.OutboundStageType;
import io.vestibule.schemas.StoredOutbound;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is on its way to one user of another server, as the store keeps it. */
public final class OutboundRecordCodec {

    private OutboundRecordCodec() {}

    /**
     * @return the record as stored under its room and user
     * @throws IllegalStateException if nothing is on its way: such records are not stored
     */
    public static StoredOutbound write(OutboundRecord outbound) {
        OutboundOperation running = outbound.operation();
        if (running == null) {
            throw new IllegalStateException("commands wait and nothing is on its way");
        }
        StoredOutbound.Builder stored = StoredOutbound.newBuilder()
                .setCommand(OutboundCodec.write(running.command()))
                .setAttached(CommandCodec.writeWaiters(running.attached()))
                .setRound(running.round())
                .setPrepared(OutboundCodec.writeOrNull(running.prepared()))
                .setAttempts(ServerCodec.writeAttempts(running.attempts()))
                .setQueue(Values.each(outbound.queue(), OutboundCodec::write))
                .setVersion(outbound.version());
        stage(stored, running.stage());
        lastTry(stored, running.lastTry());
        return stored.build();
    }

    private static void stage(StoredOutbound.Builder stored, OutboundStage stage) {
        switch (stage) {
            case OutboundStage.Preparing preparing ->
                stored.setStage(OutboundStageType.PREPARING)
                        .setOrderId(preparing.order().value())
                        .setUntil(Values.millis(preparing.watchdog()));
            case OutboundStage.Sending sending ->
                stored.setStage(OutboundStageType.SENDING)
                        .setOrderId(sending.order().value())
                        .setUntil(Values.millis(sending.watchdog()));
            case OutboundStage.Resting resting ->
                stored.setStage(OutboundStageType.RESTING).setUntil(Values.millis(resting.until()));
            case OutboundStage.Over over -> stored.setStage(OutboundStageType.OVER);
        }
    }

    private static void lastTry(StoredOutbound.Builder stored, OutboundOperation.@Nullable LastTry last) {
        if (last != null) {
            stored.setTried(true)
                    .setLast(Values.same(io.vestibule.schemas.WorkResultType.class, last.type()))
                    .setLastDetail(last.detail())
                    .setLastRetryAfterMs(last.retryAfter().toMillis())
                    .setMayHaveArrived(last.mayHaveArrived())
                    .setEndpoint(Values.same(InviteEndpoint.class, last.endpoint()));
        }
    }

    /** @return the record that was stored */
    public static OutboundRecord read(StoredOutbound stored) {
        OutboundOperation running = new OutboundOperation(
                OutboundCodec.read(stored.getCommand()),
                CommandCodec.readWaiters(stored.getAttached()),
                stage(stored),
                stored.getRound(),
                OutboundCodec.readOrNull(stored.getPrepared()),
                stored.getTried() ? lastTry(stored) : null,
                ServerCodec.readAttempts(stored.getAttempts()));
        return new OutboundRecord(running, Values.each(stored.getQueue(), OutboundCodec::read), stored.getVersion());
    }

    private static OutboundStage stage(StoredOutbound stored) {
        return switch (stored.getStage()) {
            case PREPARING ->
                new OutboundStage.Preparing(new OrderId(stored.getOrderId()), Values.instant(stored.getUntil()));
            case SENDING ->
                new OutboundStage.Sending(new OrderId(stored.getOrderId()), Values.instant(stored.getUntil()));
            case RESTING -> new OutboundStage.Resting(Values.instant(stored.getUntil()));
            case OVER -> new OutboundStage.Over();
            case UNKNOWN -> throw new IllegalArgumentException("a stored invite of ours at no stage");
        };
    }

    private static OutboundOperation.LastTry lastTry(StoredOutbound stored) {
        return new OutboundOperation.LastTry(
                Values.same(WorkResultType.class, stored.getLast()),
                stored.getLastDetail(),
                Duration.ofMillis(stored.getLastRetryAfterMs()),
                stored.getMayHaveArrived(),
                Values.same(Invitation.Endpoint.class, stored.getEndpoint()));
    }
}
