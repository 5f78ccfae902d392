package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one input, and what follows from it. Immutable.
 *
 * @param events the facts, in order; empty when the input changes nothing
 * @param room what changed of the room, null when it did not change
 * @param invites the users whose records changed
 * @param deliveries what application services are to hear, in order
 * @param seen the invites that are to be remembered apart from the records
 * @param outbounds the users of other servers whose records changed
 * @param repeated an outcome that is published once more, null for none
 */
public record Decision(
        List<LedgerEvent> events,
        @Nullable RoomChange room,
        Map<UserId, Change> invites,
        List<Delivery> deliveries,
        List<SeenInvite> seen,
        Map<UserId, OutboundChange> outbounds,
        @Nullable Outcome repeated) {

    /**
     * A record that changed.
     *
     * @param before what it was
     * @param after what it is
     */
    public record Change(InviteRecord before, InviteRecord after) {}

    /**
     * A room that changed.
     *
     * @param before what it was
     * @param after what it is
     */
    public record RoomChange(RoomRecord before, RoomRecord after) {}

    /**
     * A record of a user whom we invite that changed.
     *
     * @param before what it was
     * @param after what it is
     */
    public record OutboundChange(OutboundRecord before, OutboundRecord after) {}

    /** Nothing. */
    public static final Decision NOTHING =
            new Decision(List.of(), null, Map.of(), List.of(), List.of(), Map.of(), null);

    public Decision {
        events = List.copyOf(events);
        invites = Map.copyOf(invites);
        deliveries = List.copyOf(deliveries);
        seen = List.copyOf(seen);
        outbounds = Map.copyOf(outbounds);
    }

    static Decision repeat(Outcome outcome) {
        return new Decision(List.of(), null, Map.of(), List.of(), List.of(), Map.of(), outcome);
    }

    /** @return the orders that follow from the facts */
    public List<WorkOrder> orders() {
        List<WorkOrder> orders = new ArrayList<>();
        for (LedgerEvent event : events) {
            if (event.fact() instanceof Fact.WorkOrdered ordered) {
                orders.add(ordered.order());
            }
        }
        return orders;
    }

    /** @return the outcomes that follow from the facts, and the one that is repeated */
    public List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        if (repeated != null) {
            outcomes.add(repeated);
        }
        for (LedgerEvent event : events) {
            if (event.fact() instanceof Fact.CommandConcluded concluded) {
                outcomes.add(concluded.outcome());
            }
        }
        return outcomes;
    }

    /** @return whether somebody waits for what follows */
    public boolean awaited() {
        return !outcomes().isEmpty()
                || orders().stream().anyMatch(order -> order.terms().interactive());
    }
}
