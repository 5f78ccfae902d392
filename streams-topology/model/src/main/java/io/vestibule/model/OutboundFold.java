package io.vestibule.model;

import org.jspecify.annotations.Nullable;

/** What a fact does to the record of a user whom we invite. */
final class OutboundFold {

    private OutboundFold() {}

    static OutboundRecord apply(OutboundRecord before, LedgerEvent event) {
        if (!event.fact().isOutbound()) {
            return before;
        }
        if (event.fact() instanceof Fact.Outbound.Restated restated) {
            return restated.outbound();
        }
        OutboundRecord after = next(before, event.fact());
        return after.isEmpty()
                ? OutboundRecord.EMPTY
                : new OutboundRecord(after.operation(), after.queue(), before.version() + 1);
    }

    private static OutboundRecord next(OutboundRecord before, Fact fact) {
        if (fact instanceof Fact.Outbound outbound) {
            return next(before, outbound);
        }
        if (fact instanceof Fact.WorkOrdered ordered) {
            return before.with(ordered(running(before), ordered));
        }
        return fact instanceof Fact.CommandConcluded concluded
                ? before.without(concluded.outcome().waiter().id())
                : before;
    }

    private static OutboundRecord next(OutboundRecord before, Fact.Outbound fact) {
        return switch (fact) {
            case Fact.Outbound.Started started ->
                before.without(started.command().waiter().id()).with(OutboundOperation.start(started.command()));
            case Fact.Outbound.Attached attached -> before.with(running(before).attach(attached.command()));
            case Fact.Outbound.Queued queued -> before.queued(queued.command());
            case Fact.Outbound.Answered answered -> before.with(running(before).answered(answered));
            case Fact.Outbound.Resting resting ->
                before.with(running(before).resting(new OutboundStage.Resting(resting.until()), resting.round()));
            case Fact.Outbound.Ended ended -> before.with(null);
            case Fact.Outbound.Restated restated -> restated.outbound();
        };
    }

    private static @Nullable OutboundOperation ordered(OutboundOperation running, Fact.WorkOrdered ordered) {
        OrderId id = ordered.order().id();
        return running.at(
                ordered.order().work() instanceof WorkOrder.Work.PrepareEvent
                        ? new OutboundStage.Preparing(id, ordered.watchdog())
                        : new OutboundStage.Sending(id, ordered.watchdog()));
    }

    private static OutboundOperation running(OutboundRecord before) {
        OutboundOperation running = before.operation();
        if (running == null) {
            throw new IllegalStateException("a fact of what is on its way, and nothing is");
        }
        return running;
    }
}
