package io.vestibule.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one user of another server whom we invite to a room: a fold of the ledger. Nothing is kept once
 * everything is answered. Immutable.
 *
 * @param operation what is on its way, null for nothing
 * @param queue what follows, in order
 * @param version how many facts this is a fold of
 */
public record OutboundRecord(@Nullable OutboundOperation operation, List<OutboundCommand> queue, long version) {

    /** Nothing is on its way. */
    public static final OutboundRecord EMPTY = new OutboundRecord(null, List.of(), 0);

    public OutboundRecord {
        queue = List.copyOf(queue);
    }

    /** @return whether there is nothing worth keeping */
    public boolean isEmpty() {
        return operation == null && queue.isEmpty();
    }

    /** @return when this record has to be looked at again, null when only an input can change it */
    public @Nullable Instant wake() {
        return operation == null ? null : operation.stage().wake();
    }

    /** @return whether the command will be answered by what is under way or in the queue */
    boolean concerns(CommandId id) {
        Stream<Waiter> waiting = queue.stream().map(OutboundCommand::waiter);
        Stream<Waiter> served = operation == null ? Stream.of() : operation.waiters().stream();
        return Stream.concat(served, waiting).anyMatch(waiter -> waiter.id().equals(id));
    }

    OutboundRecord with(@Nullable OutboundOperation next) {
        return new OutboundRecord(next, queue, version);
    }

    OutboundRecord queued(OutboundCommand command) {
        List<OutboundCommand> longer = new ArrayList<>(queue);
        longer.add(command);
        return new OutboundRecord(operation, longer, version);
    }

    OutboundRecord without(CommandId id) {
        List<OutboundCommand> rest = queue.stream()
                .filter(command -> !command.waiter().id().equals(id))
                .toList();
        return new OutboundRecord(operation, rest, version);
    }
}
