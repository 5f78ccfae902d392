package io.vestibule.topology;

import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import io.vestibule.topology.codec.AppserviceCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which application services are interested in an invite, as the namespaces stand now. What is found becomes a fact, so that
 * nobody asks again. Used by one stream thread; the store behind it is filled by the global thread.
 */
final class Interest {

    private static final Logger LOG = LoggerFactory.getLogger(Interest.class);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> claims;
    private final Function<RoomId, List<RoomAlias>> aliases;
    private final Topic<AppserviceNamespaces> topic;
    private final Deserializer<AppserviceNamespaces> values;
    private Map<Bytes, Claim> known = new HashMap<>();

    /** What a record says; null where it says nothing that could be used, or takes no events. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Claim(byte[] value, @Nullable Namespaces namespaces) {}

    /** @param aliases what the homeserver has told of a room's aliases */
    Interest(
            ReadOnlyKeyValueStore<Bytes, byte[]> claims,
            Function<RoomId, List<RoomAlias>> aliases,
            AvroSerdes serdes,
            String prefix) {
        this.claims = claims;
        this.aliases = aliases;
        this.topic = Topics.HOMESERVER_APPSERVICES.prefixed(prefix);
        this.values = serdes.deserializer(topic);
    }

    /** @return the services, each once, in the order of their IDs */
    List<AppserviceId> of(UserId user, RoomId room) {
        List<Namespaces> all = current();
        if (all.isEmpty()) {
            return List.of();
        }
        List<RoomAlias> known = aliases.apply(room);
        return all.stream()
                .filter(namespaces -> namespaces.interestedIn(user, room, known))
                .map(Namespaces::id)
                .distinct()
                .sorted()
                .toList();
    }

    private List<Namespaces> current() {
        if (claims.approximateNumEntries() == 0) { // exact, of a store in memory
            known = new HashMap<>();
            return List.of();
        }
        Map<Bytes, Claim> seen = new HashMap<>();
        List<Namespaces> usable = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = claims.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                Claim before = known.get(entry.key);
                Claim claim = before != null && Arrays.equals(before.value(), entry.value)
                        ? before
                        : new Claim(entry.value, read(entry));
                seen.put(entry.key, claim);
                if (claim.namespaces() != null) {
                    usable.add(claim.namespaces());
                }
            }
        }
        known = seen;
        return usable;
    }

    private @Nullable Namespaces read(KeyValue<Bytes, byte[]> entry) {
        try {
            AppserviceNamespaces claimed = values.deserialize(topic.name(), new RecordHeaders(), entry.value);
            return claimed.getPush() ? AppserviceCodec.read(claimed) : null;
        } catch (BadRecordException | IllegalArgumentException unusable) {
            LOG.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("key", entry.key)
                    .addKeyValue("reason", unusable.getMessage())
                    .log("the namespaces of an application service cannot be used");
            return null;
        }
    }
}
