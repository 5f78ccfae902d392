package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.cli.Deployments;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.TopicReader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.SendInvite;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.Peer;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.verifier.Bounds;
import io.vestibule.verifier.KafkaLog;
import io.vestibule.verifier.PeerLog;
import io.vestibule.verifier.PeerRequest;
import io.vestibule.verifier.Report;
import io.vestibule.verifier.Verifier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A running Vestibule as the tests see it: from outside, over federation traffic and topics. */
final class Deployment implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final FederationWorld world;
    private final Peer peer;
    private final VestibuleConfig config;
    private final CommandClient commands;
    private final TopicReader reader;
    private final List<PeerRequest> acknowledged = new CopyOnWriteArrayList<>();

    /**
     * @param world the other homeservers; stays the caller's to close
     * @param peer how they reach it
     * @param config what it runs with
     */
    Deployment(FederationWorld world, Peer peer, VestibuleConfig config) {
        this.world = world;
        this.peer = peer;
        this.config = config;
        this.commands = CommandClient.open(Deployments.settings(config));
        this.reader = TopicReader.open(Deployments.settings(config));
    }

    Peer peer() {
        return peer;
    }

    VestibuleConfig config() {
        return config;
    }

    UserId user(String localpart) {
        return UserId.of("@" + localpart + ":" + peer.name());
    }

    /** Sends an invite that must be taken. */
    InviteExchange invited(ScriptedHomeserver from, String inviter, ScriptedRoom room, UserId user, InviteEnvelope how)
            throws IOException {
        InviteExchange exchange = from.invite(peer, room, inviter, user, how);
        if (!exchange.isAccepted()) {
            throw new AssertionError("the invite was not taken: " + exchange.answer());
        }
        acknowledged(exchange, room, user);
        return exchange;
    }

    /** Notes that a peer got its 200 for an invite. */
    void acknowledged(InviteExchange exchange, ScriptedRoom room, UserId user) {
        acknowledged.add(new PeerRequest(
                Instant.now(),
                exchange.sent().json().getString("sender").replaceFirst("^[^:]*:", ""),
                PeerRequest.Side.PEER_ASKED,
                "PUT",
                PeerRequest.Endpoint.INVITE,
                room.id().value(),
                exchange.eventId().value(),
                user.value(),
                exchange.answer().status()));
    }

    /** Has everything judged that was done so far, by the topics and by what the other homeservers saw. */
    Report assertPromisesKept() {
        ClientSettings settings = Deployments.settings(config);
        List<PeerRequest> requests = new ArrayList<>(acknowledged);
        world.requests()
                .all()
                .forEach(request -> requests.add(PeerRequest.of(
                        request.at(),
                        request.server().value(),
                        PeerRequest.Side.VESTIBULE_ASKED,
                        request.route().name(),
                        request.target(),
                        0)));
        try (KafkaLog log = KafkaLog.open(settings.kafka(), settings.schemaRegistry(), settings.topicPrefix())) {
            Report report = Verifier.over(log, PeerLog.of(requests), Bounds.USUAL.settling(Duration.ofSeconds(1)))
                    .check();
            assertThat(report.violations()).isEmpty();
            assertThat(report.requests()).isPositive();
            assertThat(report.casesJudged()).isPositive();
            return report;
        }
    }

    CompletableFuture<CommandOutcome> accept(ScriptedRoom room, UserId user) {
        return send(acceptCommand(room, user));
    }

    CompletableFuture<CommandOutcome> reject(ScriptedRoom room, UserId user) {
        return send(rejectCommand(room, user));
    }

    /** Sends an invite of our own homeserver's, signed by it, to a user of another server. */
    CompletableFuture<CommandOutcome> sendInvite(ScriptedRoom room, RoomEvent invite, UserId user) {
        return send(command(room, user)
                .setType(CommandType.SEND_INVITE)
                .setSendInvite(SendInvite.newBuilder()
                        .setEventJson(invite.json().encode())
                        .setRoomVersion(room.version().value())
                        .setInviteRoomState(room.state().stream()
                                .map(event -> event.json().encode())
                                .toList())
                        .build())
                .build());
    }

    CompletableFuture<CommandOutcome> retractInvite(ScriptedRoom room, RoomEvent leave, UserId user) {
        RetractInvite retract =
                new RetractInvite(leave.json().encode(), room.version().value());
        return send(command(room, user)
                .setType(CommandType.RETRACT_INVITE)
                .setRetractInvite(retract)
                .build());
    }

    static InviteCommand acceptCommand(ScriptedRoom room, UserId user) {
        return command(room, user)
                .setType(CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder().build())
                .build();
    }

    static InviteCommand rejectCommand(ScriptedRoom room, UserId user) {
        return command(room, user)
                .setType(CommandType.REJECT_INVITE)
                .setReject(RejectInvite.newBuilder().build())
                .build();
    }

    private static InviteCommand.Builder command(ScriptedRoom room, UserId user) {
        return InviteCommand.newBuilder()
                .setCommandId("test-" + UUID.randomUUID())
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy("test");
    }

    CompletableFuture<CommandOutcome> send(InviteCommand command) {
        return commands.send(command);
    }

    /** Waits for an outcome; none in time is an assertion error. */
    static CommandOutcome outcomeOf(CompletableFuture<CommandOutcome> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new AssertionError("no outcome within " + PATIENCE_SECONDS + " s", none);
        }
    }

    /** What sync services show, empty for nothing. */
    Optional<InviteView> view(ScriptedRoom room, UserId user) {
        return reader.view(room.id(), user);
    }

    /** The state in {@code invites.state} by name, empty for none. */
    String state(ScriptedRoom room, UserId user) {
        return view(room, user).map(view -> view.getState().name()).orElse("");
    }

    /** All records of a room in a topic. */
    <V extends SpecificRecord> List<V> records(Topic<V> topic, ScriptedRoom room) {
        return reader.records(topic, room.id()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** A header of each record of a room in a topic, as text; empty where the record has none. */
    List<String> headers(Topic<?> topic, ScriptedRoom room, String name) {
        List<String> found = new ArrayList<>();
        reader.scan(topic, record -> {
            if (new String(record.key(), UTF_8).startsWith(room.id().value())) {
                Header header = record.headers().lastHeader(name);
                found.add(header == null ? "" : new String(header.value(), UTF_8));
            }
        });
        return found;
    }

    /** Appends a record as the homeserver's feeds do. */
    <V extends SpecificRecord> void feed(Topic<V> topic, ScriptedRoom room, V value) {
        Map<String, Object> keys = config.kafka().clientProperties();
        Map<String, Object> serdeKeys = config.kafka().clientProperties();
        serdeKeys.putAll(config.schemaRegistry().serdeProperties());
        try (AvroSerdes serdes = AvroSerdes.of(serdeKeys);
                Producer<byte[], V> producer =
                        new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(topic))) {
            producer.send(new ProducerRecord<>(topic.name(), room.id().value().getBytes(UTF_8), value));
            producer.flush();
        }
    }

    /** Writes a dead letter as if the record could not have been processed. @return its name, partition and offset */
    <V extends SpecificRecord> String bury(Topic<V> topic, ScriptedRoom room, V value) throws Exception {
        Map<String, Object> keys = config.kafka().clientProperties();
        Map<String, Object> serdeKeys = config.kafka().clientProperties();
        serdeKeys.putAll(config.schemaRegistry().serdeProperties());
        byte[] key = room.id().value().getBytes(UTF_8);
        try (AvroSerdes serdes = AvroSerdes.of(serdeKeys);
                Producer<byte[], DeadLetter> producer = new KafkaProducer<>(
                        keys, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_DEAD_LETTERS))) {
            byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
            DeadLetter letter = new FailedRecord(topic.name(), 0, 0, key, bytes)
                    .deadLetter("test", "buried by a test", null, System.currentTimeMillis());
            RecordMetadata at = producer.send(new ProducerRecord<>(Topics.INVITES_DEAD_LETTERS.name(), key, letter))
                    .get();
            return at.partition() + "-" + at.offset();
        }
    }

    /** The nicknames of the servers in the attempts, each once, in the order of their first attempt. */
    List<String> order(CommandOutcome outcome) {
        return outcome.getAttempts().stream()
                .map(ServerAttempt::getServer)
                .map(world::nickname)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        reader.close();
        commands.close();
    }
}
