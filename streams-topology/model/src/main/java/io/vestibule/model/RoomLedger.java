package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One room as its ledger tells it, for whoever reads the ledger instead of the stores: tools, tests, a rebuild. Also the
 * books that a decider can go on with. Not thread-safe.
 */
public final class RoomLedger implements RoomBooks {

    private final RoomId roomId;
    private final List<LedgerEvent> events = new ArrayList<>();
    private final Map<UserId, InviteRecord> invites = new TreeMap<>();
    private final Map<UserId, OutboundRecord> outbounds = new TreeMap<>();
    private final Map<EventId, String> hashes = new HashMap<>();
    private final Map<CommandId, Outcome> outcomes = new HashMap<>();
    private RoomRecord room = RoomRecord.EMPTY;

    /** @param roomId the room */
    public RoomLedger(RoomId roomId) {
        this.roomId = roomId;
    }

    /**
     * Applies the next event.
     *
     * @throws IllegalArgumentException if it is another room's
     */
    public void apply(LedgerEvent event) {
        if (!event.room().equals(roomId)) {
            throw new IllegalArgumentException("an event of " + event.room() + " in the ledger of " + roomId);
        }
        events.add(event);
        room = InviteDecider.evolve(room, event);
        if (event.user() != null && event.fact().isOutbound()) {
            outbounds.put(event.user(), InviteDecider.evolve(outbound(event.user()), event));
        } else if (event.user() != null) {
            invites.put(event.user(), InviteDecider.evolve(invite(event.user()), event));
        }
        if (event.fact() instanceof Fact.InviteRecorded recorded) {
            Invitation invite = recorded.invitation();
            hashes.put(invite.eventId(), invite.event().referenceHash());
        } else if (event.fact() instanceof Fact.CommandConcluded concluded) {
            remember(concluded.outcome());
        } else if (event.fact() instanceof Fact.UserForgotten && event.user() != null) {
            outcomes.keySet().removeAll(commandsOf(event.user()));
            invites.remove(event.user());
        }
    }

    private void remember(Outcome outcome) {
        if (outcome.isKept()) {
            outcomes.put(outcome.waiter().id(), outcome);
        }
    }

    @Override
    public Set<CommandId> commandsOf(UserId user) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.user().equals(user))
                .map(outcome -> outcome.waiter().id())
                .collect(Collectors.toSet());
    }

    @Override
    public RoomRecord room() {
        return room;
    }

    @Override
    public InviteRecord invite(UserId user) {
        return invites.getOrDefault(user, InviteRecord.EMPTY);
    }

    @Override
    public OutboundRecord outbound(UserId user) {
        return outbounds.getOrDefault(user, OutboundRecord.EMPTY);
    }

    @Override
    public @Nullable String hashOf(EventId event) {
        return hashes.get(event);
    }

    @Override
    public @Nullable Outcome outcomeOf(CommandId command) {
        return outcomes.get(command);
    }

    /** @return the local users of whom the ledger tells */
    public Set<UserId> users() {
        return Set.copyOf(invites.keySet());
    }

    /** @return the users of other servers to whom something of ours was sent or is to be */
    public Set<UserId> invitedElsewhere() {
        return Set.copyOf(outbounds.keySet());
    }

    /** @return what sync services show of the user, null when there is nothing to show */
    public @Nullable InviteView view(UserId user) {
        return InviteView.of(roomId, user, invite(user));
    }

    /** @return the room's events that concern the user, in order */
    public List<LedgerEvent> history(UserId user) {
        return events.stream().filter(event -> user.equals(event.user())).toList();
    }

    /** @return every event of the room, in order */
    public List<LedgerEvent> events() {
        return List.copyOf(events);
    }
}
