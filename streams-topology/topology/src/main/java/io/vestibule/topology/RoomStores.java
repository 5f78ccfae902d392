package io.vestibule.topology;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.Outcome;
import io.vestibule.model.RoomBooks;
import io.vestibule.model.RoomRecord;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.StoredHash;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredOutbound;
import io.vestibule.schemas.StoredRoom;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.topology.codec.GlanceReader;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.OutcomeCodec;
import io.vestibule.topology.codec.RoomRecordCodec;
import io.vestibule.topology.codec.StoredBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What one task keeps, a section for each kind of record. Composite keys, so that a record costs the same whether its room
 * has one invite or ten thousand. Used by the task's thread alone.
 */
final class RoomStores {

    static final StoredBytes<StoredRoom> ROOM = new StoredBytes<>(StoredRoom.getClassSchema(), StoredRoom.getDecoder());
    static final StoredBytes<StoredInvite> INVITE =
            new StoredBytes<>(StoredInvite.getClassSchema(), StoredInvite.getDecoder());
    static final GlanceReader GLANCE = new GlanceReader(INVITE);
    static final StoredBytes<StoredHash> HASH = new StoredBytes<>(StoredHash.getClassSchema(), StoredHash.getDecoder());
    static final StoredBytes<CommandOutcome> OUTCOME =
            new StoredBytes<>(CommandOutcome.getClassSchema(), CommandOutcome.getDecoder());

    static final StoredBytes<StoredOutbound> OUTGOING =
            new StoredBytes<>(StoredOutbound.getClassSchema(), StoredOutbound.getDecoder());

    private final SectionStore rooms;
    private final SectionStore invites;
    private final SectionStore hashes;
    private final SectionStore commands;
    private final SectionStore outbound;
    private final SectionStore due;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> appservices;

    RoomStores(ProcessorContext<?, ?> context) {
        KeyValueStore<Bytes, byte[]> memory = context.getStateStore(Nodes.MEMORY);
        this.rooms = new SectionStore(memory, Section.ROOMS);
        this.invites = new SectionStore(memory, Section.INVITES);
        this.hashes = new SectionStore(memory, Section.HASHES);
        this.commands = new SectionStore(memory, Section.COMMANDS);
        this.outbound = new SectionStore(memory, Section.OUTBOUND);
        this.due = new SectionStore(memory, Section.DUE);
        this.appservices = context.<KeyValueStore<Bytes, byte[]>>getStateStore(Nodes.APPSERVICES);
    }

    static StoreBuilder<?> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(Nodes.MEMORY), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(SizeBudget.changelogConfig());
    }

    /** What application services claim; not of one task but of the whole deployment. */
    ReadOnlyKeyValueStore<Bytes, byte[]> appservices() {
        return appservices;
    }

    SectionStore due() {
        return due;
    }

    SectionStore named(Keys.Kind kind) {
        return switch (kind) {
            case INVITE, BACKGROUND -> invites;
            case HASH -> hashes;
            case COMMAND -> commands;
            case OUTBOUND -> outbound;
            case ROOM -> rooms;
        };
    }

    SectionStore rooms() {
        return rooms;
    }

    InviteRecord invite(RoomId room, UserId user) {
        byte[] stored = invites.get(Bytes.wrap(Keys.invite(room, user)));
        return stored == null ? InviteRecord.EMPTY : InviteRecordCodec.read(INVITE.read(stored));
    }

    /** The state of an invite alone. */
    InviteStateType stateOf(RoomId room, UserId user) {
        byte[] stored = invites.get(Bytes.wrap(Keys.invite(room, user)));
        return stored == null ? InviteStateType.NONE : GLANCE.read(stored).state();
    }

    OutboundRecord outbound(RoomId room, UserId user) {
        byte[] stored = outbound.get(Bytes.wrap(Keys.invite(room, user)));
        return stored == null ? OutboundRecord.EMPTY : OutboundRecordCodec.read(OUTGOING.read(stored));
    }

    /** The outcomes that are kept of commands about the user: looks through all of the room's. */
    List<Outcome> outcomesOf(RoomId room, UserId user) {
        List<Outcome> found = new ArrayList<>();
        byte[] ofRoom = Keys.ofRoom(room);
        try (KeyValueIterator<Bytes, byte[]> all = commands.beginningWith(ofRoom)) {
            while (all.hasNext()) {
                Outcome outcome = OutcomeCodec.read(OUTCOME.read(all.next().value));
                if (outcome.user().equals(user)) {
                    found.add(outcome);
                }
            }
        }
        return found;
    }

    RoomBooks books(RoomId room) {
        return new Books(room);
    }

    /** Lives as long as one decision, which asks for the same record several times and writes after it has asked. */
    private final class Books implements RoomBooks {

        private final RoomId roomId;
        private final Map<UserId, InviteRecord> invites = new HashMap<>(2);
        private @Nullable RoomRecord room;

        Books(RoomId roomId) {
            this.roomId = roomId;
        }

        @Override
        public RoomRecord room() {
            RoomRecord known = room;
            if (known == null) {
                byte[] stored = rooms.get(Bytes.wrap(Keys.room(roomId)));
                known = stored == null ? RoomRecord.EMPTY : RoomRecordCodec.read(ROOM.read(stored));
                room = known;
            }
            return known;
        }

        @Override
        public InviteRecord invite(UserId user) {
            return invites.computeIfAbsent(user, whose -> RoomStores.this.invite(roomId, whose));
        }

        @Override
        public OutboundRecord outbound(UserId user) {
            return RoomStores.this.outbound(roomId, user);
        }

        @Override
        public @Nullable String hashOf(EventId invite) {
            byte[] stored = hashes.get(Bytes.wrap(Keys.hash(roomId, invite)));
            return stored == null ? null : HASH.read(stored).getReferenceHash();
        }

        @Override
        public @Nullable Outcome outcomeOf(CommandId command) {
            byte[] stored = commands.get(Bytes.wrap(Keys.command(roomId, command)));
            return stored == null ? null : OutcomeCodec.read(OUTCOME.read(stored));
        }

        @Override
        public Set<CommandId> commandsOf(UserId user) {
            return outcomesOf(roomId, user).stream()
                    .map(outcome -> outcome.waiter().id())
                    .collect(Collectors.toSet());
        }
    }
}
