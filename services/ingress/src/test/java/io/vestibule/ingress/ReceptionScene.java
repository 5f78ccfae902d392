package io.vestibule.ingress;

import io.vestibule.ingress.append.InviteLog;
import io.vestibule.ingress.check.Hosting;
import io.vestibule.ingress.check.InviteVerifier;
import io.vestibule.ingress.check.StateChecker;
import io.vestibule.ingress.gate.Gate;
import io.vestibule.ingress.gate.InviteRates;
import io.vestibule.ingress.policy.Permits;
import io.vestibule.ingress.policy.Policy;
import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.Peer;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.ingress.users.Filtered;
import io.vestibule.ingress.users.LocalUsers;
import io.vestibule.ingress.users.Standing;
import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.IngressConfig.StateChecks;
import io.vestibule.kit.config.StateCheck;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.xmatrix.XMatrixVerifier;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Ingress without HTTP, in front of Kafka's own stand-in for a broker, with a cast of real keys. */
final class ReceptionScene implements AutoCloseable {

    static final UserId BOB = UserId.of("@bob:us.example");
    private static final Ed25519 ED25519 = Ed25519.portable();

    final Stage stage = new Stage();
    final Metrics metrics = new Metrics();
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Standing standing = Standing.TAKES_INVITES;
    StateChecks levels = new StateChecks(StateCheck.WARN, StateCheck.CREATE);
    StrangerLimits limits = ConfigLoader.with(Map.of()).ingress().strangers();
    Policy policy = Policy.NONE;
    Filtered filtered = Filtered.SHOWN;
    final List<InviteRefusal> refusals = new ArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    List<String> hosted =
            Stream.iterate(1, n -> n + 1).limit(12).map(String::valueOf).toList();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Gate gate;
    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://ingress"));

    /** Says of every user what the test says. */
    private final class Users implements LocalUsers {
        @Override
        public Standing standing(UserId user) {
            return standing;
        }

        @Override
        public Filtered filter(UserId user, UserId sender) {
            return filtered;
        }

        @Override
        public HealthStatus status() {
            return HealthStatus.UP;
        }

        @Override
        public void close() {}
    }

    /** The room of a peer's making. */
    static RoomId room(Peer peer, RoomVersionRules rules) {
        return peer.create(rules).roomId();
    }

    /** Bob's invite by alice, not yet complete. */
    static JsonObject draft(Stage stage, RoomVersionRules rules) {
        return stage.alices.inviteDraft(room(stage.alices, rules), BOB, rules);
    }

    /** Bob's invite by alice. */
    static Pdu invite(Stage stage, RoomVersionRules rules) {
        return stage.alices.complete(draft(stage, rules), rules);
    }

    /** An invite like no other of this stage. */
    static Pdu numbered(Stage stage, int number, RoomVersionRules rules) {
        byte[] ts = utf8(Long.toString(1_000_000L + number));
        return stage.alices.complete(JsonObject.of(draft(stage, rules).with("origin_server_ts", ts)), rules);
    }

    HttpAnswer send(Call call) throws InterruptedException, ExecutionException, TimeoutException {
        return send(call.signed());
    }

    HttpAnswer send(HttpRequest request) throws InterruptedException, ExecutionException, TimeoutException {
        return routes().handle(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** The one fact that was appended. */
    InviteReceived received() {
        return serdes.deserializer(Topics.INVITES_RECEIVED)
                .deserialize(
                        Topics.INVITES_RECEIVED.name(),
                        producer.history().getLast().value());
    }

    static JsonObject body(HttpAnswer answer) {
        return JsonObject.of(answer.body());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.close();
        serdes.close();
    }

    private Gate gate() {
        Gate made = gate;
        if (made == null) {
            made = new Gate(limits, new InviteRates(limits.rates(), nanos::get), new LimitCounters(metrics));
            gate = made;
        }
        return made;
    }

    private FederationRoutes routes() {
        KeyRing ring = stage.keyRing(() -> Instant.ofEpochMilli(Peer.NOW));
        Set<RoomVersionId> versions = hosted.stream().map(RoomVersionId::of).collect(Collectors.toSet());
        InviteReception.Checks checks = new InviteReception.Checks(
                new Hosting(Call.US, versions),
                gate(),
                new XMatrixVerifier(List.of(Call.US), ring, ED25519),
                new InviteVerifier(ED25519, ring),
                new Permits(policy, new Users(), refusals::add, () -> Instant.ofEpochMilli(Peer.NOW)),
                new StateChecker(ED25519, ring, threads, levels, Duration.ofSeconds(5)));
        InviteReception reception = new InviteReception(
                checks,
                new EventSigner(ED25519, Call.US, stage.ourKey),
                new InviteLog(
                        producer,
                        serdes.serializer(Topics.INVITES_RECEIVED),
                        Topics.INVITES_RECEIVED,
                        new ClockWatch(InstantSource.system(), ahead -> {})),
                () -> Instant.ofEpochMilli(Peer.NOW),
                new InviteReception.Watch(new InviteMetrics(metrics), new InviteTraces(Tracing.OFF)));
        return new FederationRoutes(InviteWiring.inviteRoutes(reception, threads));
    }
}
