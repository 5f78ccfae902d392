package io.vestibule.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.client.ClientSettings;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.room.RoomEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What our homeserver tells Vestibule. Thread-safe. */
final class Feeds implements AutoCloseable {

    private static final int DELIVERY_MS = 100_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final AvroSerdes serdes;
    private final Producer<byte[], byte[]> producer;

    Feeds(ClientSettings settings) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        this.serdes = AvroSerdes.of(keys);
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The inviter's leave of the user came in a transaction. */
    void seen(Place place, UserId user, RoomEvent leave) {
        send(
                Topics.HOMESERVER_PDUS,
                place,
                PduSeen.newBuilder()
                        .setRoomId(place.room().id().value())
                        .setUserId(user.value())
                        .setSender(place.home().user("alice").value())
                        .setMembership(Membership.LEAVE)
                        .setOrigin(place.home().name().value())
                        .setPduJson(leave.json().encode())
                        .setSeenAt(System.currentTimeMillis())
                        .build());
    }

    /** The user has joined, not by Vestibule; the join follows the invite that the room has now. */
    void joined(Place place, UserId user) {
        joined(place, user, elsewhere(user), cited(place, user));
    }

    /** The same; the join follows this invite. */
    void joinedBehind(Place place, UserId user, EventId invite) {
        joined(place, user, elsewhere(user), List.of(invite.value()));
    }

    /** The user has joined by this event, which follows those. */
    void joined(Place place, UserId user, String event, List<String> cited) {
        send(
                Topics.HOMESERVER_MEMBERSHIPS,
                place,
                MembershipChanged.newBuilder()
                        .setRoomId(place.room().id().value())
                        .setUserId(user.value())
                        .setMembership(Membership.JOIN)
                        .setEventId(event)
                        .setAuthEventIds(cited)
                        .setPrevEventIds(cited)
                        .setChangedAt(System.currentTimeMillis())
                        .build());
    }

    /** @return what the user's next event in the room follows */
    static List<String> cited(Place place, UserId user) {
        return place.room()
                .memberEvent(user)
                .map(event -> List.of(event.id().value()))
                .orElse(List.of());
    }

    private static String elsewhere(UserId user) {
        return "$join-elsewhere-" + Integer.toHexString(user.hashCode());
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, Place place, V value) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        producer.send(
                new ProducerRecord<>(topic.name(), place.room().id().value().getBytes(UTF_8), bytes));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        serdes.close();
    }
}
