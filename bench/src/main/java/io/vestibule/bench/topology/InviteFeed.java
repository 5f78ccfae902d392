package io.vestibule.bench.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes invites as ingress would. Not thread-safe. */
public final class InviteFeed implements AutoCloseable {

    private static final String EVENT = """
            {"auth_events":["$a","$b","$c","$d"],"content":{"displayname":"Bob","membership":"invite"},"depth":9,\
            "hashes":{"sha256":"%s"},"origin_server_ts":1760000000000,"prev_events":["$p"],"room_id":"%s",\
            "sender":"@alice:there.example","signatures":{"there.example":{"ed25519:a":"%s"}},"state_key":"%s",\
            "type":"m.room.member"}""";
    private static final List<String> STRIPPED = List.of(
            "{\"content\":{\"room_version\":\"11\"},\"sender\":\"@alice:there.example\",\"state_key\":\"\",\"type\":\"m.room.create\"}",
            "{\"content\":{\"name\":\"A room\"},\"sender\":\"@alice:there.example\",\"state_key\":\"\",\"type\":\"m.room.name\"}",
            "{\"content\":{\"join_rule\":\"invite\"},\"sender\":\"@alice:there.example\",\"state_key\":\"\",\"type\":\"m.room.join_rules\"}");

    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], InviteReceived> producer;

    /** @param bootstrap the broker */
    public InviteFeed(String bootstrap) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("bootstrap.servers", bootstrap, "schema.registry.url", "embedded"));
        serdes = AvroSerdes.of(keys);
        producer = new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_RECEIVED));
    }

    /**
     * How invites are spread, one after the other.
     *
     * @param perRoom how many of them are for one room
     * @param perUser how many of these are for one user, each a new invite after the one before
     */
    public record Spread(int perRoom, int perUser) {

        /** Each to another user. */
        public static Spread perRoom(int invites) {
            return new Spread(invites, 1);
        }

        /** Each room has one user, who is invited again and again. */
        public static Spread history(int invites) {
            return new Spread(invites, invites);
        }
    }

    /**
     * Sends invites and returns when they are acknowledged.
     *
     * @param tag part of every name, so that batches do not meet
     * @param count how many
     * @param spread over how many rooms and users
     */
    public void send(String tag, int count, Spread spread) {
        for (int number = 0; number < count; number++) {
            InviteReceived invite = invite(tag, number, spread);
            byte[] key = invite.getRoomId().getBytes(UTF_8);
            producer.send(new ProducerRecord<>(Topics.INVITES_RECEIVED.name(), key, invite));
        }
        producer.flush();
    }

    /** An invite, always the same for the same numbers. */
    private static InviteReceived invite(String tag, int number, Spread spread) {
        String roomId = "!" + tag + number / spread.perRoom() + ":there.example";
        String user = "@user" + number / spread.perUser() + ":us.example";
        String eventId = "$" + tag + "-" + number + "-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        String hash = "h".repeat(43);
        return InviteReceived.newBuilder()
                .setRoomId(roomId)
                .setUserId(user)
                .setEventId(eventId)
                .setRoomVersion("11")
                .setSender("@alice:there.example")
                .setOrigin("there.example")
                .setEndpoint(InviteEndpoint.V2)
                .setReceivedAt(1_760_000_000_000L)
                .setReferenceHash(eventId.substring(1))
                .setEventJson(EVENT.formatted(hash, roomId, hash + hash, user))
                .setAuthEventIds(List.of("$a", "$b", "$c", "$d"))
                .setVia(List.of("there.example", "other.example"))
                .setStrippedState(STRIPPED)
                .build();
    }

    @Override
    public void close() {
        producer.close();
        serdes.close();
    }
}
