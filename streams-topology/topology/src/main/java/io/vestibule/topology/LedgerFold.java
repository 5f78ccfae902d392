package io.vestibule.topology;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteDecider;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteView;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.Outcome;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.SeenInvite;
import io.vestibule.schemas.StoredHash;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredOperation;
import io.vestibule.schemas.StoredRemoteLeave;
import io.vestibule.schemas.StoredSentEvent;
import io.vestibule.schemas.StoredWalk;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.topology.Keys.Due;
import io.vestibule.topology.Keys.RoomUser;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.LedgerCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.OutcomeCodec;
import io.vestibule.topology.codec.RoomRecordCodec;
import io.vestibule.topology.codec.ViewCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the topology's stores hold from the ledger alone, byte for byte as the topology would have written it. Not
 * thread-safe.
 */
public final class LedgerFold {

    private static final byte[] NOTHING = new byte[0];

    /** Where the content of the stores is kept while it is made, by sections and their own keys. */
    public interface Cells {

        /** @return what a section holds under a key, null for nothing */
        byte @Nullable [] get(Section section, byte[] key);

        /** @param value null takes the key away */
        void put(Section section, byte[] key, byte @Nullable [] value);

        /** Keeps in mind that a record was restated: from there on a ledger that was cut has to fit it. */
        void mark(byte[] record);

        /** @return whether it was marked */
        boolean isMarked(byte[] record);

        /** Goes over all that a section holds under keys that begin so. Other sections may be written meanwhile. */
        void forEach(Section section, byte[] prefix, BiConsumer<byte[], byte[]> entry);

        /** Goes over all that a section holds. Other sections may be written meanwhile. */
        default void forEach(Section section, BiConsumer<byte[], byte[]> entry) {
            forEach(section, new byte[0], entry);
        }
    }

    private final Cells cells;
    private final TopologySettings settings;
    private final boolean cut;
    private long passedOver;

    /** One command is over and the next has not begun: a state within a decision, which no store ever holds. */
    private final Map<Bytes, OutboundRecord> betweenTwo = new HashMap<>();

    /**
     * @param cells empty
     * @param settings what the topology runs with, for how long things are kept
     * @param cut whether retention has taken events away: then facts that fit nothing are passed over until their record is
     *     restated
     */
    public LedgerFold(Cells cells, TopologySettings settings, boolean cut) {
        this.cells = cells;
        this.settings = settings;
        this.cut = cut;
    }

    /**
     * Applies the next event of the ledger.
     *
     * @throws IllegalArgumentException if a newer release wrote it
     * @throws IllegalStateException if it does not fit what came before
     */
    public void apply(io.vestibule.schemas.LedgerEvent told) {
        LedgerEvent event = LedgerCodec.read(told);
        room(event);
        UserId user = event.user();
        if (user != null) {
            Section section = event.fact().isOutbound() ? Section.OUTBOUND : Section.INVITES;
            byte[] key = Keys.invite(event.room(), user);
            try {
                record(event, section, key);
            } catch (IllegalStateException misfit) {
                if (!cut || cells.isMarked(section.stored(key))) {
                    throw misfit;
                }
                passedOver++;
            }
        }
        remember(event);
    }

    /** @return how many events told of what retention has taken away */
    public long passedOver() {
        return passedOver;
    }

    private void room(LedgerEvent event) {
        byte[] key = Keys.room(event.room());
        byte[] stored = cells.get(Section.ROOMS, key);
        RoomRecord before = stored == null ? RoomRecord.EMPTY : RoomRecordCodec.read(RoomStores.ROOM.read(stored));
        RoomRecord after = InviteDecider.evolve(before, event);
        if (!after.equals(before)) {
            boolean kept = !after.equals(RoomRecord.EMPTY);
            cells.put(Section.ROOMS, key, kept ? RoomStores.ROOM.write(RoomRecordCodec.write(after)) : null);
        }
    }

    private void record(LedgerEvent event, Section section, byte[] key) {
        if (section == Section.OUTBOUND) {
            outbound(event, key);
        } else {
            invite(event, key);
        }
        Fact fact = event.fact();
        if (cut && (fact instanceof Fact.Restated.Invite || fact instanceof Fact.Outbound.Restated)) {
            cells.mark(section.stored(key));
        }
    }

    private void invite(LedgerEvent event, byte[] key) {
        UserId user = Objects.requireNonNull(event.user());
        InviteRecord before = invite(key);
        InviteRecord after = InviteDecider.evolve(before, event);
        cells.put(
                Section.INVITES,
                key,
                after.isEmpty() ? null : RoomStores.INVITE.write(InviteRecordCodec.write(event.room(), user, after)));
        for (SeenInvite seen : SeenInvite.of(before, after, event)) {
            hash(event.room(), seen.eventId(), seen.referenceHash(), seen.seenAt());
        }
    }

    private InviteRecord invite(byte[] key) {
        byte[] stored = cells.get(Section.INVITES, key);
        return stored == null ? InviteRecord.EMPTY : InviteRecordCodec.read(RoomStores.INVITE.read(stored));
    }

    private void outbound(LedgerEvent event, byte[] key) {
        OutboundRecord before = betweenTwo.remove(Bytes.wrap(key));
        OutboundRecord after = InviteDecider.evolve(before == null ? stored(key) : before, event);
        if (after.operation() == null && !after.isEmpty()) {
            betweenTwo.put(Bytes.wrap(key), after);
        }
        cells.put(
                Section.OUTBOUND,
                key,
                after.operation() == null ? null : RoomStores.OUTGOING.write(OutboundRecordCodec.write(after)));
    }

    private OutboundRecord stored(byte[] key) {
        byte[] stored = cells.get(Section.OUTBOUND, key);
        return stored == null ? OutboundRecord.EMPTY : OutboundRecordCodec.read(RoomStores.OUTGOING.read(stored));
    }

    private void remember(LedgerEvent event) {
        Fact fact = event.fact();
        if (fact instanceof Fact.Restated.Hash again) {
            hash(event.room(), again.eventId(), again.referenceHash(), again.seenAt());
        } else if (fact instanceof Fact.CommandConcluded concluded) {
            outcome(event.room(), concluded.outcome());
        } else if (fact instanceof Fact.Restated.Concluded again) {
            outcome(event.room(), again.outcome());
        } else if (fact instanceof Fact.UserForgotten && event.user() != null) {
            forget(event.room(), event.user());
        }
    }

    private void hash(RoomId room, EventId event, String hash, Instant seenAt) {
        StoredHash stored = new StoredHash(hash, seenAt.toEpochMilli());
        cells.put(Section.HASHES, Keys.hash(room, event), RoomStores.HASH.write(stored));
    }

    private void forget(RoomId room, UserId user) {
        List<byte[]> theirs = new ArrayList<>();
        cells.forEach(Section.COMMANDS, Keys.ofRoom(room), (key, value) -> {
            if (RoomStores.OUTCOME.read(value).getUserId().equals(user.value())) {
                theirs.add(key);
            }
        });
        theirs.forEach(key -> cells.put(Section.COMMANDS, key, null));
    }

    private void outcome(RoomId room, Outcome outcome) {
        if (!outcome.isKept()) {
            return;
        }
        CommandId command = outcome.waiter().id();
        cells.put(Section.COMMANDS, Keys.command(room, command), RoomStores.OUTCOME.write(OutcomeCodec.write(outcome)));
    }

    /**
     * Makes the wake-ups, which follow from the records, and drops what was remembered for long enough; after the last event.
     *
     * @param now when the ledger ends
     */
    public void schedule(Instant now) {
        forgetOld(now);
        Duration routes = settings.rules().keeping().routes();
        cells.forEach(Section.ROOMS, (key, value) -> {
            RoomRecord room = RoomRecordCodec.read(RoomStores.ROOM.read(value));
            due(room.wake(routes), Keys.Kind.ROOM, key);
        });
        Duration settled = settings.rules().keeping().settled();
        cells.forEach(Section.INVITES, (key, value) -> {
            InviteRecord invite = InviteRecordCodec.read(RoomStores.INVITE.read(value));
            due(invite.wake(settled), Keys.Kind.INVITE, key);
            due(invite.backgroundWake(), Keys.Kind.BACKGROUND, key);
            if (invite.worksInBackground()) {
                cells.put(Section.DUE, Keys.openMark(key).get(), NOTHING);
            }
        });
        cells.forEach(Section.OUTBOUND, (key, value) -> {
            OutboundRecord outbound = OutboundRecordCodec.read(RoomStores.OUTGOING.read(value));
            due(outbound.wake(), Keys.Kind.OUTBOUND, key);
        });
        cells.forEach(Section.HASHES, (key, value) -> due(hashUntil(value), Keys.Kind.HASH, key));
        cells.forEach(Section.COMMANDS, (key, value) -> due(outcomeUntil(value), Keys.Kind.COMMAND, key));
    }

    /** No event tells of it, since it changes nothing that anybody is told. */
    private void forgetOld(Instant now) {
        forgetOld(Section.HASHES, this::hashUntil, now);
        forgetOld(Section.COMMANDS, this::outcomeUntil, now);
    }

    private void forgetOld(Section section, Function<byte[], Instant> until, Instant now) {
        List<byte[]> old = new ArrayList<>();
        cells.forEach(section, (key, value) -> {
            if (!until.apply(value).isAfter(now)) {
                old.add(key);
            }
        });
        old.forEach(key -> cells.put(section, key, null));
    }

    private Instant hashUntil(byte[] value) {
        return Instant.ofEpochMilli(RoomStores.HASH.read(value).getSeenAt())
                .plus(settings.keeping().hashes());
    }

    private Instant outcomeUntil(byte[] value) {
        return Instant.ofEpochMilli(RoomStores.OUTCOME.read(value).getDecidedAt())
                .plus(settings.keeping().outcomes());
    }

    /** Goes over what sync services are shown, by the keys of its topic; after the last event. */
    public void views(BiConsumer<byte[], io.vestibule.schemas.InviteView> each) {
        cells.forEach(Section.INVITES, (key, value) -> {
            RoomUser whose = new Due(Instant.EPOCH, Keys.Kind.INVITE, key).roomUser();
            InviteRecord invite = InviteRecordCodec.read(RoomStores.INVITE.read(value));
            InviteView view = InviteView.of(whose.room(), whose.user(), invite);
            if (view != null) {
                each.accept(key, ViewCodec.write(view));
            }
        });
    }

    /** @return the work orders for whose results somebody waits; after the last event */
    public Set<String> openOrders() {
        Set<String> open = new HashSet<>();
        cells.forEach(Section.INVITES, (key, value) -> {
            StoredInvite invite = RoomStores.INVITE.read(value);
            open.add(invite.getSigning());
            invite.getClaims().forEach(claim -> open.add(claim.getOrderId()));
            StoredOperation operation = invite.getOperation();
            if (operation != null) {
                add(open, operation.getWalk());
            }
            StoredRemoteLeave remote = invite.getRemoteLeave();
            if (remote != null) {
                add(open, remote.getWalk());
            }
        });
        cells.forEach(
                Section.OUTBOUND,
                (key, value) -> open.add(RoomStores.OUTGOING.read(value).getOrderId()));
        open.remove("");
        return open;
    }

    private static void add(Set<String> open, StoredWalk walk) {
        StoredSentEvent sent = walk.getSent();
        open.add(walk.getOrderId());
        if (sent != null) {
            open.add(sent.getOrderId());
        }
    }

    /**
     * @param section of the store
     * @param key a key of the section
     * @param partitions how many partitions every topic has
     * @return the partition whose task keeps the key
     */
    public static int partition(Section section, byte[] key, int partitions) {
        if (section != Section.DUE) {
            return RoomPartitions.ofRoomUser(key, partitions);
        }
        byte[] marked = Keys.isOpenMark(Bytes.wrap(key))
                ? Arrays.copyOfRange(key, Long.BYTES, key.length)
                : Due.decode(key).key();
        return RoomPartitions.ofRoomUser(marked, partitions);
    }

    private void due(@Nullable Instant at, Keys.Kind kind, byte[] key) {
        if (at != null) {
            cells.put(Section.DUE, new Due(at, kind, key).encode().get(), NOTHING);
        }
    }
}
