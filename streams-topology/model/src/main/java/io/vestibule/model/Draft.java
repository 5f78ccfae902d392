package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The books with the facts of one decision applied. Lives within one decision; not thread-safe. */
final class Draft {

    private final RoomBooks books;
    private final RoomId roomId;
    private final Moment moment;
    private final RoomRecord roomBefore;
    private RoomRecord room;
    private final Map<UserId, InviteRecord> before = new LinkedHashMap<>();
    private final Map<UserId, InviteRecord> invites = new HashMap<>();
    private final Map<UserId, OutboundRecord> outboundBefore = new LinkedHashMap<>();
    private final Map<UserId, OutboundRecord> outbounds = new HashMap<>();
    private final Map<CommandId, Outcome> outcomes = new HashMap<>();
    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<SeenInvite> seen = new ArrayList<>(0);

    Draft(RoomBooks books, RoomId roomId, Moment moment) {
        this.books = books;
        this.roomId = roomId;
        this.moment = moment;
        this.roomBefore = books.room();
        this.room = roomBefore;
    }

    RoomId roomId() {
        return roomId;
    }

    Instant now() {
        return moment.now();
    }

    RoomRecord room() {
        return room;
    }

    InviteRecord invite(UserId user) {
        InviteRecord drafted = invites.get(user);
        return drafted == null ? books.invite(user) : drafted;
    }

    OutboundRecord outbound(UserId user) {
        OutboundRecord drafted = outbounds.get(user);
        return drafted == null ? books.outbound(user) : drafted;
    }

    InviteState state(UserId user) {
        return invite(user).state();
    }

    /** @return the reference hash under which the invite was recorded, null if it never was */
    @Nullable
    String hashOf(UserId user, EventId invite) {
        Invitation newest = state(user).newestInvite();
        return newest != null && newest.eventId().equals(invite)
                ? newest.event().referenceHash()
                : books.hashOf(invite);
    }

    @Nullable
    Outcome outcomeOf(CommandId command) {
        Outcome drafted = outcomes.get(command);
        return drafted == null ? books.outcomeOf(command) : drafted;
    }

    /** Those of the books and those that this decision answered. */
    Set<CommandId> commandsOf(UserId user) {
        Set<CommandId> all = new HashSet<>(books.commandsOf(user));
        outcomes.values().stream()
                .filter(outcome -> outcome.user().equals(user) && outcome.isKept())
                .forEach(outcome -> all.add(outcome.waiter().id()));
        return all;
    }

    void record(@Nullable UserId user, Fact fact) {
        LedgerEvent event = new LedgerEvent(roomId, user, moment.now(), moment.origin(), events.size(), fact);
        room = InviteDecider.evolve(room, event);
        if (user != null && fact.isOutbound()) {
            OutboundRecord current = outbound(user);
            outboundBefore.putIfAbsent(user, current);
            outbounds.put(user, InviteDecider.evolve(current, event));
        } else if (user != null) {
            InviteRecord current = invite(user);
            before.putIfAbsent(user, current);
            InviteRecord next = InviteDecider.evolve(current, event);
            invites.put(user, next);
            Delivery delivery = Delivery.of(current, next, event);
            if (delivery != null) {
                deliveries.add(delivery);
            }
            seen.addAll(SeenInvite.of(current, next, event));
        }
        if (fact instanceof Fact.CommandConcluded concluded) {
            outcomes.put(concluded.outcome().waiter().id(), concluded.outcome());
        }
        events.add(event);
    }

    /** An ID that no other order has: each fact raises the record's version, and no two inputs share coordinates. */
    OrderId orderId(UserId user) {
        Coordinates origin = moment.origin();
        return new OrderId(Digest.text(
                roomId.value(),
                user.value(),
                Long.toString(invite(user).version() + outbound(user).version()),
                Long.toString(moment.now().toEpochMilli()),
                origin.toString(),
                Integer.toString(events.size())));
    }

    private Decision.@Nullable RoomChange roomChange() {
        return room.equals(roomBefore) ? null : new Decision.RoomChange(roomBefore, room);
    }

    Decision decision() {
        Map<UserId, Decision.Change> changes = new LinkedHashMap<>();
        before.forEach((user, was) -> changes.put(user, new Decision.Change(was, invite(user))));
        Map<UserId, Decision.OutboundChange> outboundChanges = new LinkedHashMap<>();
        outboundBefore.forEach(
                (user, was) -> outboundChanges.put(user, new Decision.OutboundChange(was, outbound(user))));
        return new Decision(events, roomChange(), changes, deliveries, seen, outboundChanges, null);
    }
}
