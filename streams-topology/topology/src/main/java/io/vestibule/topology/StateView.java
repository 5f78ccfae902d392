package io.vestibule.topology;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.RoomRecord;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.topology.Keys.Due;
import io.vestibule.topology.Keys.RoomUser;
import io.vestibule.topology.codec.GlanceReader.Glance;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.RoomRecordCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads a store from outside the task that owns it. What it finds may be a commit ahead of the topics. Thread-safe, as
 * the stores that Kafka Streams hands out for queries are; throws what they throw when they are moved away.
 */
public final class StateView {

    /** The name of the store. */
    public static final String STORE = Nodes.MEMORY;

    /** The key of an invite's record in a query. */
    public static final Serializer<Bytes> KEYS = new BytesSerializer();

    /** Where an invite's record is kept: with its room. */
    public static final StreamPartitioner<Bytes, Object> PARTITIONER =
            (topic, key, value, partitions) -> Optional.of(Set.of(RoomPartitions.ofRoomUser(key.get(), partitions)));

    private static final Bytes NOBODY = Bytes.wrap(new byte[] {0});

    /** What is to be looked at. */
    public enum Matter {
        /** The record of an invite has something to wait for. */
        INVITE,
        /** Background work of an invite's record waits for its time, and then for room. */
        BACKGROUND,
        /** An invite or a retraction of ours. */
        OUTBOUND
    }

    /**
     * Something that falls due.
     *
     * @param at when
     * @param matter what
     * @param room whose record: the room
     * @param user and the user
     */
    public record Upcoming(Instant at, Matter matter, RoomId room, UserId user) {}

    /**
     * What falls due, the earliest first.
     *
     * @param entries the entries
     * @param isWhole false if there were more than was read
     */
    public record Agenda(List<Upcoming> entries, boolean isWhole) {
        public Agenda {
            entries = List.copyOf(entries);
        }
    }

    private final Supplier<ReadOnlyKeyValueStore<Bytes, byte[]>> store;

    /** @param store finds {@link #STORE}; asked anew for each look */
    public StateView(Supplier<ReadOnlyKeyValueStore<Bytes, byte[]>> store) {
        this.store = store;
    }

    private SectionView section(Section section) {
        return new SectionView(store.get(), section);
    }

    /** @return the key of an invite's record */
    public static Bytes key(RoomId room, UserId user) {
        return Bytes.wrap(Keys.invite(room, user));
    }

    /**
     * Looks whether the stores are there, which handing them out does not tell: reads a key that no record has.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException if they are not
     */
    public void probe() {
        byte[] nothing = section(Section.INVITES).get(NOBODY);
        if (nothing != null) {
            throw new IllegalStateException("there is a record without a room");
        }
    }

    /** @return all that is kept of the room */
    public RoomRecord room(RoomId room) {
        byte[] stored = section(Section.ROOMS).get(Bytes.wrap(Keys.room(room)));
        return stored == null ? RoomRecord.EMPTY : RoomRecordCodec.read(RoomStores.ROOM.read(stored));
    }

    /** @return all that is kept of the user in the room */
    public InviteRecord invite(RoomId room, UserId user) {
        byte[] stored = section(Section.INVITES).get(key(room, user));
        return stored == null ? InviteRecord.EMPTY : InviteRecordCodec.read(RoomStores.INVITE.read(stored));
    }

    /** Tells of every invite where it stands, in no order; goes over them all, which takes its time. */
    public void invites(Consumer<Glance> each) {
        try (KeyValueIterator<Bytes, byte[]> all = section(Section.INVITES).all()) {
            while (all.hasNext()) {
                each.accept(RoomStores.GLANCE.read(all.next().value));
            }
        }
    }

    /** @return what is on its way from us to a user of another server */
    public OutboundRecord outbound(RoomId room, UserId user) {
        byte[] stored = section(Section.OUTBOUND).get(key(room, user));
        return stored == null ? OutboundRecord.EMPTY : OutboundRecordCodec.read(RoomStores.OUTGOING.read(stored));
    }

    /**
     * @param most how many entries are read of what falls due, and as many of background work
     * @return what falls due; what is only kept until its retention is over is left out
     */
    public Agenda agenda(int most) {
        SectionView entries = section(Section.DUE);
        List<Upcoming> found = new ArrayList<>();
        boolean whole = read(entries, Keys.dueFrom(0), Keys.backgroundFrom(0), most, found);
        whole &= read(entries, Keys.backgroundFrom(0), Bytes.wrap(Keys.OPEN_MARKS), most, found);
        return new Agenda(found, whole);
    }

    private static boolean read(SectionView entries, Bytes from, Bytes to, int most, List<Upcoming> into) {
        int read = 0;
        try (KeyValueIterator<Bytes, byte[]> found = entries.range(from, to)) {
            while (found.hasNext()) {
                if (read == most) {
                    return false;
                }
                read++;
                Due due = Due.decode(found.next().key.get());
                matter(due.kind()).ifPresent(matter -> {
                    RoomUser whose = due.roomUser();
                    into.add(new Upcoming(due.at(), matter, whose.room(), whose.user()));
                });
            }
        }
        return true;
    }

    private static Optional<Matter> matter(Keys.Kind kind) {
        return switch (kind) {
            case INVITE -> Optional.of(Matter.INVITE);
            case BACKGROUND -> Optional.of(Matter.BACKGROUND);
            case OUTBOUND -> Optional.of(Matter.OUTBOUND);
            case HASH, COMMAND, ROOM -> Optional.empty();
        };
    }
}
