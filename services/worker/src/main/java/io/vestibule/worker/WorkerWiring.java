package io.vestibule.worker;

import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.config.WorkerConfig;
import io.vestibule.kit.instance.NameFile;
import io.vestibule.kit.lanes.LaneSettings;
import io.vestibule.kit.lanes.OrderDecoder;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.UnstableNames;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.worker.handshake.BackgroundPace;
import io.vestibule.worker.handshake.Handshakes;
import io.vestibule.worker.handshake.LeaveSigning;
import io.vestibule.worker.handshake.OurSide;
import io.vestibule.worker.handshake.PeerSpans;
import io.vestibule.worker.handshake.Peers;
import io.vestibule.worker.handshake.Preparing;
import io.vestibule.worker.handshake.Verifying;
import io.vestibule.worker.imports.KafkaImportLog;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.imports.Spool;
import io.vestibule.worker.imports.VerificationLanes;
import io.vestibule.worker.invite.AuthMemory;
import io.vestibule.worker.invite.Envelopes;
import io.vestibule.worker.invite.EventPreparing;
import io.vestibule.worker.invite.InviteSending;
import io.vestibule.worker.invite.SignedAnswer;
import io.vestibule.worker.invite.TransactionSending;
import io.vestibule.worker.invite.ViaNarrowing;
import io.vestibule.worker.walk.CallsNow;
import io.vestibule.worker.walk.Hedge;
import io.vestibule.worker.walk.ServerHealth;
import io.vestibule.worker.walk.WalkRules;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/** Makes the parts of the worker from the configuration. */
final class WorkerWiring {
    private static final Duration FIRST_SILENCE = Duration.ofMinutes(1);

    private final VestibuleConfig config;
    private final WorkerConfig worker;
    private final WorkerService.Surroundings with;
    private final Topic<ImportRecord> imported;
    private final Topic<WorkOrder> handshakes;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Ed25519 ed25519 = Ed25519.fastest();

    WorkerWiring(VestibuleConfig config, WorkerService.Surroundings with) {
        this.config = config;
        this.worker = config.worker();
        this.with = with;
        this.imported = Topics.ROOMS_IMPORTED.prefixed(prefix());
        this.handshakes = Topics.INVITES_HANDSHAKES.prefixed(prefix());
    }

    ResultLog results() {
        Producer<byte[], byte[]> producer = WorkerProducers.results(config.kafka());
        with.metrics().kafka().watch("worker-results", producer::metrics);
        ClockWatch clocks = ClockWatch.logging(clock);
        with.metrics().gauge(Metric.WORKER_CLOCK_AHEAD, clocks::secondsAhead);
        return new ResultLog(
                producer,
                with.serdes(),
                prefix(),
                clock,
                new ResultLog.Watch(with.metrics().counter(Metric.DEAD_LETTERS, ResultLog.STAGE), clocks));
    }

    Producer<byte[], ImportRecord> importProducer() {
        Producer<byte[], ImportRecord> producer =
                WorkerProducers.imports(config.kafka(), with.serdes().serializer(imported));
        with.metrics().kafka().watch("worker-imports", producer::metrics);
        return producer;
    }

    OrderDecoder<WorkOrder> decoder() {
        return new WorkOrderDecoder(with.serdes().deserializer(handshakes));
    }

    LaneSettings lanes() throws IOException {
        String instance = worker.group().instance().isPresent()
                ? worker.group().instance().get()
                : new NameFile(config.dataDir().resolve("worker-instance-id")).readOrMake("worker", random);
        return new LaneSettings(
                handshakes.name(),
                worker.group().id(),
                instance,
                LaneSettings.Bounds.of(
                        worker.load().maxInFlight(), worker.load().backgroundPercent() / 100.0),
                LaneSettings.Pace.DEFAULT);
    }

    private BackgroundPace backgroundPace() {
        LimitCounters limits = new LimitCounters(with.metrics());
        return new BackgroundPace(
                worker.load().backgroundRate(), System::nanoTime, () -> limits.accept(Limit.BACKGROUND_RATE));
    }

    /** @param rooms takes the state of joined rooms */
    OrderHandling handling(OrderHandling.Results results, RoomImport rooms) {
        EventSigner signer = new EventSigner(ed25519, config.server().name(), with.keys());
        OurSide ourSide = new OurSide(signer, config.server().roomVersions(), clock, random);
        Peers peers = new Peers(with.client(), new PeerSpans(with.tracing()));
        ServerHealth health = new ServerHealth(FIRST_SILENCE);
        with.metrics().gauge(Metric.WORKER_SILENT_SERVERS, () -> health.silentAt(clock.millis()));
        CallsNow now = new CallsNow();
        with.health().tell(CallsNow.NAME, now::json);
        AuthMemory memory = new AuthMemory(worker.invites().memory());
        new ServerReset(health, memory).offerTo(with.health());
        Handshakes made = new Handshakes(ourSide, peers, health);
        EventSignatures signatures = new EventSignatures(ed25519);
        OurKeys ourKeys = ourKeys();
        return new OrderHandling(
                new OrderHandling.Skills(
                        new LeaveSigning(signer),
                        made.preparing(walkRules(), new Preparing.Watch(now, backgroundPace())),
                        made.submitting(sendLimits(), rooms),
                        new Verifying(signatures, with.keyRing(), clock),
                        outbound(
                                peers,
                                health,
                                memory,
                                new EventPreparing(signer, signatures, ourKeys, new ViaNarrowing(health, clock)))),
                results,
                new WorkerMetrics(with.metrics()),
                new OrderSpans(with.tracing()),
                clock);
    }

    RoomImport imports(Producer<byte[], ImportRecord> imports, VerificationLanes lanes) throws IOException {
        RoomImport.Checks checks = new RoomImport.Checks(
                new EventSignatures(ed25519),
                with.keyRing(),
                ourKeys(),
                worker.imports().keysTimeout());
        return new RoomImport(
                checks,
                new RoomImport.Workshop(lanes, spool()),
                () -> new KafkaImportLog(imports, imported.name()),
                clock);
    }

    private OurKeys ourKeys() {
        return new OurKeys(config.server().name(), with.keys());
    }

    private OrderHandling.Outbound outbound(
            Peers peers, ServerHealth health, AuthMemory memory, EventPreparing preparing) {
        WorkerConfig.Invites invites = worker.invites();
        ServerName us = config.server().name();
        InviteSending.Tools tools = new InviteSending.Tools(
                peers::call,
                new Envelopes(viaNames(invites.viaNames()), withAuth(invites.withAuth())),
                new SignedAnswer(new EventSignatures(ed25519), with.keyRing(), us),
                memory,
                health);
        return new OrderHandling.Outbound(
                preparing,
                new InviteSending(tools, invites.timeout(), clock),
                new TransactionSending(peers::call, us, health, invites.timeout(), clock));
    }

    private static List<String> viaNames(List<WorkerConfig.ViaName> names) {
        return names.stream()
                .distinct()
                .map(name -> switch (name) {
                    case UNSTABLE -> UnstableNames.VIA;
                    case STABLE -> UnstableNames.VIA_STABLE;
                })
                .toList();
    }

    private static Optional<Endpoint> withAuth(WorkerConfig.WithAuth wanted) {
        return switch (wanted) {
            case OFF -> Optional.empty();
            case MSC4329 -> Optional.of(InviteWithAuth.ENDPOINTS.get(0));
            case MSC0000 -> Optional.of(InviteWithAuth.ENDPOINTS.get(1));
        };
    }

    private WalkRules walkRules() {
        WorkerConfig.Walk walk = worker.walk();
        WorkerConfig.Hedge hedge = walk.hedge();
        return WalkRules.of(walk.perServer(), walk.shortTry(), walk.perWalk())
                .with(new Hedge(hedge.first(), hedge.least(), hedge.atOnce()));
    }

    private Handshakes.SendLimits sendLimits() {
        return new Handshakes.SendLimits(
                worker.send().leave(),
                worker.send().join(),
                worker.send().silence(),
                worker.imports().maxSize().bytes());
    }

    private Spool spool() throws IOException {
        Path folder = config.dataDir().resolve("worker-spool");
        return Spool.open(folder, worker.imports().spoolSize().bytes());
    }

    private String prefix() {
        return config.kafka().topics().prefix();
    }
}
