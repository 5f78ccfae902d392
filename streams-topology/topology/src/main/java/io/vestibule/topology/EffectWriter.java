package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Decision;
import io.vestibule.model.Delivery;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteDecider;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteView;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.Moment;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.Outcome;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.SeenInvite;
import io.vestibule.model.WorkOrder;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.StoredHash;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.Keys.Due;
import io.vestibule.topology.codec.AppserviceCodec;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.LedgerCodec;
import io.vestibule.topology.codec.OrderCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.OutcomeCodec;
import io.vestibule.topology.codec.RoomRecordCodec;
import io.vestibule.topology.codec.ViewCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Encodes a decision: what goes to which topic, and what the stores hold afterwards. */
final class EffectWriter {

    private static final byte[] NOTHING = new byte[0];
    private static final int ENVELOPE = 1024;

    private final RoomStores stores;
    private final TopologySettings settings;
    private final TopologyObserver observer;
    private final Out<io.vestibule.schemas.LedgerEvent> events;
    private final Out<io.vestibule.schemas.InviteView> views;
    private final Out<io.vestibule.schemas.WorkOrder> orders;
    private final Out<CommandOutcome> outcomes;
    private final Out<AppserviceEvent> appserviceEvents;
    private final Out<DeadLetter> deadLetters;

    private record Out<V extends SpecificRecord>(String sink, Topic<V> topic, Serializer<V> serializer) {

        byte[] bytes(V value) {
            byte[] bytes = serializer.serialize(topic.name(), value);
            return fitting(
                    topic.name(), Objects.requireNonNull(bytes), topic.keeping().maxMessageBytes());
        }
    }

    EffectWriter(RoomStores stores, TopologySettings settings, AvroSerdes serdes, TopologyObserver observer) {
        this.stores = stores;
        this.observer = observer;
        this.settings = settings;
        this.events = out(Nodes.EVENTS, Topics.INVITES_EVENTS, serdes);
        this.views = out(Nodes.STATE, Topics.INVITES_STATE, serdes);
        this.orders = out(Nodes.HANDSHAKES, Topics.INVITES_HANDSHAKES, serdes);
        this.outcomes = out(Nodes.OUTCOMES, Topics.INVITES_OUTCOMES, serdes);
        this.appserviceEvents = out(Nodes.APPSERVICE_EVENTS, Topics.INVITES_APPSERVICE, serdes);
        this.deadLetters = out(Nodes.DEAD_LETTERS, Topics.INVITES_DEAD_LETTERS, serdes);
    }

    private <V extends SpecificRecord> Out<V> out(String sink, Topic<V> plain, AvroSerdes serdes) {
        Topic<V> topic = plain.prefixed(settings.layout().prefix());
        return new Out<>(sink, topic, serdes.serializer(topic));
    }

    void write(Effects effects, RoomId room, Decision decision, Moment moment) {
        byte[] roomKey = Keys.room(room);
        for (LedgerEvent event : decision.events()) {
            io.vestibule.schemas.LedgerEvent told = LedgerCodec.write(event);
            effects.send(events.sink(), roomKey, events.bytes(told));
            observer.told(told.getType());
            remember(effects, decision, event, moment.now());
        }
        for (WorkOrder order : decision.orders()) {
            effects.send(orders.sink(), roomKey, orders.bytes(OrderCodec.write(order)));
        }
        for (Outcome outcome : decision.outcomes()) {
            CommandOutcome concluded = OutcomeCodec.write(outcome);
            effects.send(outcomes.sink(), roomKey, outcomes.bytes(concluded));
            observer.concluded(concluded.getOutcome());
        }
        if (decision.room() != null) {
            room(effects, roomKey, decision.room());
        }
        decision.invites().forEach((user, change) -> invite(effects, room, user, change));
        decision.deliveries().forEach(delivery -> deliver(effects, room, delivery));
        decision.seen().forEach(seen -> seen(effects, room, seen, moment.now()));
        decision.outbounds().forEach((user, change) -> outbound(effects, room, user, change));
        if (decision.awaited()) {
            effects.await();
        }
    }

    private void deliver(Effects effects, RoomId room, Delivery delivery) {
        for (AppserviceEvent event : AppserviceCodec.write(room, delivery)) {
            byte[] key = event.getAppserviceId().getBytes(UTF_8);
            effects.send(appserviceEvents.sink(), key, appserviceEvents.bytes(event));
        }
    }

    private void remember(Effects effects, Decision decision, LedgerEvent event, Instant now) {
        RoomId room = event.room();
        Fact fact = event.fact();
        if (fact instanceof Fact.UserForgotten && event.user() != null) {
            forget(effects, decision, room, event.user());
        } else if (fact instanceof Fact.CommandConcluded concluded
                && concluded.outcome().isKept()) {
            Outcome outcome = concluded.outcome();
            byte[] key = Keys.command(room, outcome.waiter().id());
            byte[] stored = RoomStores.OUTCOME.write(OutcomeCodec.write(outcome));
            keep(
                    effects,
                    Keys.Kind.COMMAND,
                    key,
                    stored,
                    now.plus(settings.keeping().outcomes()));
        }
    }

    /** An invite may be given up long after it came. */
    private void seen(Effects effects, RoomId room, SeenInvite seen, Instant now) {
        Instant until = seen.seenAt().plus(settings.keeping().hashes());
        if (until.isAfter(now)) {
            StoredHash hash = new StoredHash(seen.referenceHash(), seen.seenAt().toEpochMilli());
            keep(effects, Keys.Kind.HASH, Keys.hash(room, seen.eventId()), RoomStores.HASH.write(hash), until);
        }
    }

    /** Those that this decision gives are among the writes already, and go the same way. */
    private void forget(Effects effects, Decision decision, RoomId room, UserId user) {
        List<Outcome> outcomes = new ArrayList<>(stores.outcomesOf(room, user));
        outcomes.addAll(decision.outcomes());
        for (Outcome outcome : outcomes) {
            if (outcome.user().equals(user)) {
                byte[] key = Keys.command(room, outcome.waiter().id());
                Instant until = outcome.decidedAt().plus(settings.keeping().outcomes());
                effects.delete(stores.named(Keys.Kind.COMMAND), Bytes.wrap(key));
                effects.delete(stores.due(), new Due(until, Keys.Kind.COMMAND, key).encode());
            }
        }
    }

    private void room(Effects effects, byte[] key, Decision.RoomChange change) {
        RoomRecord after = change.after();
        if (after.equals(RoomRecord.EMPTY)) {
            effects.delete(stores.rooms(), Bytes.wrap(key));
        } else {
            byte[] stored = RoomStores.ROOM.write(RoomRecordCodec.write(after));
            effects.put(stores.rooms(), Bytes.wrap(key), fitting(Section.ROOMS.label(), stored));
        }
        Duration memory = settings.rules().keeping().routes();
        Instant before = change.before().wake(memory);
        Instant next = after.wake(memory);
        // Nearly every invite changes its room and not this; a wake-up that has just come always does.
        if (!Objects.equals(before, next)) {
            wake(effects, Keys.Kind.ROOM, key, before, next);
        }
    }

    private void keep(Effects effects, Keys.Kind kind, byte[] key, byte[] stored, Instant until) {
        effects.put(stores.named(kind), Bytes.wrap(key), fitting(kind.name(), stored));
        effects.put(stores.due(), new Due(until, kind, key).encode(), NOTHING);
    }

    private void invite(Effects effects, RoomId room, UserId user, Decision.Change change) {
        byte[] key = Keys.invite(room, user);
        InviteRecord after = change.after();
        if (after.isEmpty()) {
            effects.delete(stores.named(Keys.Kind.INVITE), Bytes.wrap(key));
        } else {
            byte[] stored = RoomStores.INVITE.write(InviteRecordCodec.write(room, user, after));
            effects.put(stores.named(Keys.Kind.INVITE), Bytes.wrap(key), fitting(Section.INVITES.label(), stored));
        }
        Duration settledFor = settings.rules().keeping().settled();
        wake(effects, Keys.Kind.INVITE, key, change.before().wake(settledFor), after.wake(settledFor));
        wake(effects, Keys.Kind.BACKGROUND, key, change.before().backgroundWake(), after.backgroundWake());
        mark(effects, key, change.before().worksInBackground(), after.worksInBackground());
        if (InviteDecider.viewChanged(change.before(), after)) {
            InviteView view = InviteView.of(room, user, after);
            effects.send(views.sink(), key, view == null ? null : views.bytes(ViewCodec.write(view)));
        }
    }

    private void outbound(Effects effects, RoomId room, UserId user, Decision.OutboundChange change) {
        byte[] key = Keys.invite(room, user);
        OutboundRecord after = change.after();
        if (after.isEmpty()) {
            effects.delete(stores.named(Keys.Kind.OUTBOUND), Bytes.wrap(key));
        } else {
            byte[] stored = RoomStores.OUTGOING.write(OutboundRecordCodec.write(after));
            effects.put(stores.named(Keys.Kind.OUTBOUND), Bytes.wrap(key), fitting(Section.OUTBOUND.label(), stored));
        }
        wake(effects, Keys.Kind.OUTBOUND, key, change.before().wake(), after.wake());
    }

    private void wake(Effects effects, Keys.Kind kind, byte[] key, @Nullable Instant before, @Nullable Instant after) {
        if (before != null && !before.equals(after)) {
            effects.delete(stores.due(), new Due(before, kind, key).encode());
        }
        if (after != null) {
            effects.put(stores.due(), new Due(after, kind, key).encode(), NOTHING);
        }
    }

    /** Exactly once for each change, because the marks are counted. */
    private void mark(Effects effects, byte[] key, boolean before, boolean after) {
        if (after && !before) {
            effects.put(stores.due(), Keys.openMark(key), NOTHING);
        } else if (before && !after) {
            effects.delete(stores.due(), Keys.openMark(key));
        }
    }

    /** @return how large the event is */
    int restated(Effects effects, LedgerEvent event) {
        byte[] bytes = events.bytes(LedgerCodec.write(event));
        effects.send(events.sink(), Keys.room(event.room()), bytes);
        observer.told(LedgerEventType.RESTATED);
        return bytes.length;
    }

    /** Puts a wake-up back, for a time at which it may be decided. */
    void postpone(Effects effects, Due due, Instant until) {
        effects.put(stores.due(), new Due(until, due.kind(), due.key()).encode(), NOTHING);
    }

    void outcome(Effects effects, byte @Nullable [] key, CommandOutcome outcome) {
        effects.send(outcomes.sink(), key, outcomes.bytes(outcome));
        observer.concluded(outcome.getOutcome());
        effects.await();
    }

    void deadLetter(Effects effects, byte @Nullable [] key, DeadLetter letter) {
        effects.send(deadLetters.sink(), key, deadLetters.bytes(letter));
        observer.buried(letter.getStage());
    }

    private static byte[] fitting(String where, byte[] bytes) {
        return fitting(where, bytes, SizeBudget.DERIVED_RECORD);
    }

    private static byte[] fitting(String where, byte[] bytes, int limit) {
        if (bytes.length > limit - ENVELOPE) {
            throw new SerializationException(
                    where + ": a record of " + bytes.length + " bytes is above the budget of " + limit);
        }
        return bytes;
    }
}
