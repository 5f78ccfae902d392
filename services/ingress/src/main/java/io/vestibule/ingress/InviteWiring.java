package io.vestibule.ingress;

import io.micrometer.core.instrument.Counter;
import io.vestibule.ingress.FederationRoutes.Route;
import io.vestibule.ingress.IngressService.Surroundings;
import io.vestibule.ingress.append.InviteLog;
import io.vestibule.ingress.check.Hosting;
import io.vestibule.ingress.check.InviteVerifier;
import io.vestibule.ingress.check.StateChecker;
import io.vestibule.ingress.feed.Feed;
import io.vestibule.ingress.gate.Gate;
import io.vestibule.ingress.gate.InviteRates;
import io.vestibule.ingress.policy.Permits;
import io.vestibule.ingress.policy.Policy;
import io.vestibule.ingress.policy.RefusalLog;
import io.vestibule.ingress.users.AppserviceUsers;
import io.vestibule.ingress.users.LocalUsers;
import io.vestibule.ingress.users.UserQuery;
import io.vestibule.ingress.users.UsersFeed;
import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.api.GetServerKeysV2;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.OwnServerKeys;
import io.vestibule.matrix.xmatrix.XMatrixVerifier;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts of ingress from the configuration. */
final class InviteWiring {

    private static final Logger log = LoggerFactory.getLogger(InviteWiring.class);
    private static final Duration FEED_PATIENCE = Duration.ofSeconds(2);

    private InviteWiring() {}

    static Producer<byte[], byte[]> producer(VestibuleConfig config, Metrics metrics) {
        Duration ackTimeout = config.ingress().limits().ackTimeout();
        Producer<byte[], byte[]> producer = InviteLog.producer(config.kafka(), ackTimeout);
        metrics.kafka().watch("ingress-invites", producer::metrics);
        return producer;
    }

    static InviteLog inviteLog(VestibuleConfig config, Surroundings with, Producer<byte[], byte[]> producer) {
        Topic<InviteReceived> topic =
                Topics.INVITES_RECEIVED.prefixed(config.kafka().topics().prefix());
        with.serdes().prepare(List.of(topic));
        ClockWatch clocks = ClockWatch.logging(with.clock());
        with.metrics().gauge(Metric.INGRESS_CLOCK_AHEAD, clocks::secondsAhead);
        return new InviteLog(producer, with.serdes().serializer(topic), topic, clocks);
    }

    static RefusalLog refusalLog(VestibuleConfig config, Surroundings with, Producer<byte[], byte[]> producer) {
        Topic<InviteRefusal> topic =
                Topics.INVITES_REFUSALS.prefixed(config.kafka().topics().prefix());
        return new RefusalLog(producer, with.serdes().serializer(topic), topic, with.metrics());
    }

    static Policy policy(VestibuleConfig config, Surroundings with) {
        return Policy.follow(
                feed(config, with, Topics.INVITES_POLICY), feed(config, with, Topics.HOMESERVER_ROOMS), FEED_PATIENCE);
    }

    static LocalUsers localUsers(VestibuleConfig config, Surroundings with) {
        Feed<LocalUser> users = feed(config, with, Topics.HOMESERVER_USERS);
        return switch (config.ingress().localUsers()) {
            case ANY -> {
                log.atWarn().log("every well-formed user ID of our server name is taken to exist");
                yield UsersFeed.start(users, UsersFeed.Unnamed.TAKES_INVITES, FEED_PATIENCE);
            }
            case FEED ->
                withAppservices(config, with, UsersFeed.start(users, UsersFeed.Unnamed.UNKNOWN, FEED_PATIENCE));
        };
    }

    private static LocalUsers withAppservices(VestibuleConfig config, Surroundings with, LocalUsers known) {
        return config.ingress()
                .appserviceQuery()
                .<LocalUsers>map(asked -> AppserviceUsers.start(
                        known, feed(config, with, Topics.HOMESERVER_APPSERVICES), new UserQuery(asked)))
                .orElse(known);
    }

    private static <V extends SpecificRecord> Feed<V> feed(
            VestibuleConfig config, Surroundings with, Topic<V> followed) {
        Topic<V> topic = followed.prefixed(config.kafka().topics().prefix());
        Counter unreadable = with.metrics().counter(Metric.INGRESS_FEEDS_UNREADABLE, topic.name());
        return new Feed<>(
                topic.name(),
                with.serdes().deserializer(topic),
                () -> consumer(config.kafka(), with.metrics()),
                unreadable::increment);
    }

    static FederationRoutes routes(
            VestibuleConfig config, Surroundings with, Permits permits, InviteLog invites, ExecutorService threads) {
        Ed25519 ed25519 = Ed25519.fastest();
        ServerName server = config.server().name();
        InstantSource clock = with.clock();
        Hosting hosting = new Hosting(server, Set.copyOf(config.server().roomVersions()));
        StateChecker states = new StateChecker(
                ed25519,
                with.keyRing(),
                threads,
                config.ingress().stateChecks(),
                config.federation().keyFetchTimeout());
        InviteReception reception = new InviteReception(
                new InviteReception.Checks(
                        hosting,
                        gate(config.ingress().strangers(), new LimitCounters(with.metrics())),
                        new XMatrixVerifier(List.of(server), with.keyRing(), ed25519),
                        new InviteVerifier(ed25519, with.keyRing()),
                        permits,
                        states),
                new EventSigner(ed25519, server, with.keys()),
                invites,
                clock,
                new InviteReception.Watch(new InviteMetrics(with.metrics()), new InviteTraces(with.tracing())));
        List<Route> routes = new ArrayList<>(inviteRoutes(reception, threads));
        if (config.ingress().serveKeys()) {
            routes.addAll(keyRoutes(new OwnServerKeys(server, with.keys(), new JsonSignatures(ed25519)), clock));
        }
        return new FederationRoutes(routes);
    }

    private static Gate gate(StrangerLimits limits, LimitCounters reached) {
        return new Gate(limits, new InviteRates(limits.rates(), System::nanoTime), reached);
    }

    static List<Route> inviteRoutes(InviteReception reception, ExecutorService threads) {
        return InviteDoor.all().stream()
                .map(door -> new Route(
                        door.endpoint(),
                        (path, request) -> CompletableFuture.supplyAsync(
                                        () -> reception.receive(door, path, request), threads)
                                .thenCompose(Function.identity())))
                .toList();
    }

    private static List<Route> keyRoutes(OwnServerKeys keys, InstantSource clock) {
        return GetServerKeysV2.SERVED.stream()
                .map(endpoint -> new Route(
                        endpoint,
                        (path, request) -> CompletableFuture.completedFuture(
                                Answers.of(GetServerKeysV2.answer(keys.answer(clock.millis()))))))
                .toList();
    }

    private static KafkaConsumer<String, byte[]> consumer(KafkaConfig kafka, Metrics metrics) {
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        metrics.kafka().watch("ingress-feeds", consumer::metrics);
        return consumer;
    }
}
