package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One room as its ledger tells it, for whoever reads the ledger instead of the stores: tools and tests. Also the books that
 * a decider can go on with. Not thread-safe.
 */
public final class RoomLedger implements RoomBooks {

    private final RoomId roomId;
    private final List<LedgerEvent> events = new ArrayList<>();
    private final Map<UserId, InviteRecord> invites = new TreeMap<>();
    private final Map<UserId, OutboundRecord> outbounds = new TreeMap<>();
    private final Map<EventId, String> hashes = new HashMap<>();
    private final Map<CommandId, Outcome> outcomes = new HashMap<>();
    private final Set<UserId> whole = new HashSet<>();
    private final boolean cut;
    private RoomRecord room = RoomRecord.EMPTY;

    /** @param roomId the room, whose ledger is read from its first event on */
    public RoomLedger(RoomId roomId) {
        this(roomId, false);
    }

    private RoomLedger(RoomId roomId, boolean cut) {
        this.roomId = roomId;
        this.cut = cut;
    }

    /** A copy that goes its own way from here. */
    RoomLedger(RoomLedger other) {
        this(other.roomId, other.cut);
        events.addAll(other.events);
        invites.putAll(other.invites);
        outbounds.putAll(other.outbounds);
        hashes.putAll(other.hashes);
        outcomes.putAll(other.outcomes);
        whole.addAll(other.whole);
        room = other.room;
    }

    /**
     * A ledger whose oldest events retention may have cut. What follows from those is restated in what is left; a fact that
     * does not fit before its user was restated tells of what is gone, and only stands in the history.
     *
     * @param roomId the room
     */
    public static RoomLedger ofWindow(RoomId roomId) {
        return new RoomLedger(roomId, true);
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
        UserId user = event.user();
        if (user != null) {
            evolve(user, event);
        }
        remember(event);
    }

    private void evolve(UserId user, LedgerEvent event) {
        try {
            if (event.fact().isOutbound()) {
                outbounds.put(user, InviteDecider.evolve(outbound(user), event));
            } else {
                InviteRecord before = invite(user);
                InviteRecord after = InviteDecider.evolve(before, event);
                invites.put(user, after);
                SeenInvite.of(before, after, event).forEach(seen -> hashes.put(seen.eventId(), seen.referenceHash()));
            }
        } catch (IllegalStateException misfit) {
            if (!cut || whole.contains(user)) {
                throw misfit;
            }
        }
        if (event.fact() instanceof Fact.Restated.Invite || event.fact() instanceof Fact.Outbound.Restated) {
            whole.add(user);
        }
    }

    private void remember(LedgerEvent event) {
        Fact fact = event.fact();
        if (fact instanceof Fact.CommandConcluded concluded) {
            remember(concluded.outcome());
        } else if (fact instanceof Fact.Restated.Hash hash) {
            hashes.put(hash.eventId(), hash.referenceHash());
        } else if (fact instanceof Fact.Restated.Concluded concluded) {
            remember(concluded.outcome());
        } else if (fact instanceof Fact.UserForgotten && event.user() != null) {
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
    public @Nullable String hashOf(EventId invite) {
        return hashes.get(invite);
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
