package io.vestibule.topology.service;

import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.TopologyConfig;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.model.Rules;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.InternalTopics;
import io.vestibule.topology.InviteTopology;
import io.vestibule.topology.ReadyRecords;
import io.vestibule.topology.StateView;
import io.vestibule.topology.TopologySettings;
import io.vestibule.topology.service.query.QueryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running topology, from {@link #start} to {@link #close}. Thread-safe. */
public final class TopologyService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyService.class);
    private static final int MOST_THREAD_FAILURES = 10;
    private static final Duration FAILURES_WITHIN = Duration.ofMinutes(10);
    private static final Duration GIVE_UP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * What the process has already. All of it stays the caller's to close, after the service.
     *
     * @param serdes writes and reads records
     * @param metrics takes what it counts
     * @param health takes the service's checks
     * @param queries answers questions from the service's stores; empty for nobody
     * @param tracing draws spans
     */
    public record Surroundings(
            AvroSerdes serdes, Metrics metrics, Health health, Optional<QueryServer> queries, Tracing tracing) {

        /** Nothing is traced. */
        public Surroundings(AvroSerdes serdes, Metrics metrics, Health health, Optional<QueryServer> queries) {
            this(serdes, metrics, health, queries, Tracing.OFF);
        }

        /** Nobody asks. */
        public Surroundings(AvroSerdes serdes, Metrics metrics, Health health) {
            this(serdes, metrics, health, Optional.empty());
        }
    }

    private final KafkaStreams streams;
    private final InstanceId instance;
    private final boolean standbys;
    private final InviteCensus census;

    private TopologyService(KafkaStreams streams, InstanceId instance, boolean standbys, InviteCensus census) {
        this.census = census;
        this.streams = streams;
        this.instance = instance;
        this.standbys = standbys;
    }

    /**
     * Starts to decide; ready when the health check says so. The topics must exist.
     *
     * @throws IllegalStateException if topics are missing or have another number of partitions, or stores have the form of an
     *     earlier build, or cannot be opened; the message names them. Such stores are deleted, since no start would ever get past them: what is in them is in the log too
     * @throws UncheckedIOException if the data folder cannot be used
     */
    public static TopologyService start(VestibuleConfig config, Surroundings with) {
        TopicLayout layout = config.kafka().topics();
        List<Topic<?>> topics = InviteTopology.topics().stream()
                .<Topic<?>>map(topic -> topic.prefixed(layout.prefix()))
                .toList();
        TopologySettings settings = settings(config).ledgerWindow(requireTopics(config, layout, topics));
        TopologyService service = made(config, settings, with);
        try {
            with.serdes().prepare(topics);
            service.streams.start();
            return service;
        } catch (ProcessorStateException spoilt) {
            service.throwStoresAway();
            throw new IllegalStateException(
                    "stores cannot be opened and have been thrown away, the next start makes them anew: "
                            + spoilt.getMessage(),
                    spoilt);
        } catch (RuntimeException failure) {
            service.close();
            throw failure;
        }
    }

    private static TopologyService made(VestibuleConfig config, TopologySettings settings, Surroundings with) {
        Path stateDir = config.dataDir().resolve("topology");
        InstanceId instance = instance(config.topology(), stateDir);
        Properties keys = StreamsProperties.of(config, stateDir, instance.name());
        with.queries()
                .ifPresent(queries -> keys.put(
                        StreamsConfig.APPLICATION_SERVER_CONFIG,
                        queries.advertised().toString()));
        ClockWatch clocks = ClockWatch.logging(InstantSource.system());
        with.metrics().gauge(Metric.TOPOLOGY_CLOCK_AHEAD, clocks::secondsAhead);
        ReadStamps.show(keys, clocks);
        ReadyRecords ready = new ReadyRecords(System::nanoTime);
        PollCount.show(keys, ready);
        InviteTopology topology = new InviteTopology(
                settings, with.serdes(), new TopologyMetrics(with.metrics()), DecisionSpans.of(with.tracing()), ready);
        KafkaStreams streams = new KafkaStreams(topology.build(keys), keys);
        streams.setUncaughtExceptionHandler(
                new ThreadFailures(InstantSource.system(), MOST_THREAD_FAILURES, FAILURES_WITHIN));
        watch(streams, config, with);
        with.queries()
                .ifPresent(queries -> queries.answerFrom(
                        streams, settings.rules(), with.tracing().isOn()));
        instance.abandoned().ifPresent(name -> giveUp(config, name)); // the streams hold the folder's lock from here on
        return new TopologyService(
                streams,
                instance,
                config.topology().cluster().standbyReplicas() > 0,
                InviteCensus.start(running(streams), with.metrics(), InstantSource.system()));
    }

    /** What is kept of the rooms that this instance decides now. */
    private static StateView running(KafkaStreams streams) {
        return new StateView(() -> streams.store(
                StoreQueryParameters.fromNameAndType(StateView.STORE, QueryableStoreTypes.keyValueStore())));
    }

    private static void watch(KafkaStreams streams, VestibuleConfig config, Surroundings with) {
        TopologyHealth health = new TopologyHealth(
                streams::state,
                config.topology().cluster().standbyReplicas() > 0,
                new RestoreProgress(InstantSource.system()));
        streams.setGlobalStateRestoreListener(health.restoring());
        streams.setStateListener((now, before) -> {
            health.changed(now);
            LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("topology changed its state");
        });
        health.register(with.health());
        with.metrics().kafka().watch("topology", streams::metrics);
    }

    /** @return for how long the ledger keeps an event at least */
    private static Duration requireTopics(VestibuleConfig config, TopicLayout layout, List<Topic<?>> topics) {
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            TopicAdmin check = new TopicAdmin(admin);
            new TopicCheck(List.of(), check.compare(layout, topics)).requireUsable();
            requirePresentForm(check, config.topology().applicationId());
            correctInternalTopics(check, config.topology().applicationId());
            return check.retention(Topics.INVITES_EVENTS.prefixed(layout.prefix()));
        }
    }

    private static void requirePresentForm(TopicAdmin topics, String application) {
        String earlier = InternalTopics.earlierChangelog(application);
        if (topics.exists(earlier)) {
            throw new IllegalStateException("the stores of the application \"" + application
                    + "\" have the form of an earlier build, as there is " + earlier
                    + ". Name another topology.application-id and make them anew with 'rebuild'");
        }
    }

    /** Kafka Streams sets the keys of its topics when it makes them: those of an earlier release would stay for ever. */
    private static void correctInternalTopics(TopicAdmin topics, String application) {
        try {
            for (TopicDifference set : topics.correct(topics.compare(InternalTopics.of(application)))) {
                LOG.atInfo().addKeyValue("was", set.sentence()).log("a key of an internal topic was set");
            }
        } catch (TopicAuthorizationException forbidden) {
            LOG.atWarn()
                    .addKeyValue("reason", forbidden.getMessage())
                    .log(
                            "the keys of internal topics are not looked after; 'topics apply' by somebody who may does it");
        }
    }

    /** @return what the topology of this deployment runs with */
    public static TopologySettings settings(VestibuleConfig config) {
        return TopologySettings.of(config.kafka().topics(), rules(config))
                .openBackground(config.topology().invites().openBackground())
                .outcomes(config.retention().stores().outcomes());
    }

    private static InstanceId instance(TopologyConfig topology, Path stateDir) {
        TopologyConfig.Cluster cluster = topology.cluster();
        try {
            InstanceId instance = InstanceId.take(
                    stateDir, cluster.instance().orElse("topology"), cluster.standbyReplicas() > 0, new SecureRandom());
            if (!instance.storesAreGood()) {
                SpoiledStores.delete(stateDir);
            }
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException("the topology cannot use " + stateDir + ": " + e.getMessage(), e);
        }
    }

    /** Tells the group that nobody comes back under the name, so that others need not wait for the session's end. */
    private static void giveUp(VestibuleConfig config, String name) {
        RemoveMembersFromConsumerGroupOptions options =
                new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(name)));
        options.reason("stopped without closing its stores");
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            admin.removeMembersFromConsumerGroup(config.topology().applicationId(), options)
                    .all()
                    .get(GIVE_UP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notThere) {
            LOG.atInfo()
                    .addKeyValue("instance", name)
                    .addKeyValue("reason", notThere.getMessage())
                    .log("the group does not know the abandoned name, or ends its session by itself");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Rules rules(VestibuleConfig config) {
        Rules usual = Rules.of(Set.of(config.server().name()));
        TopologyConfig.Invites invites = config.topology().invites();
        TopologyConfig.Outbound outbound = config.topology().outbound();
        Rules rules = new Rules(
                usual.ownServers(),
                invites.lastResort(),
                usual.budgets().accept(invites.accept()),
                usual.background().giveUp(invites.leaveRetries()),
                usual.keeping()
                        .of(
                                config.retention().stores().routes(),
                                config.retention().stores().settled()),
                usual.outbound().within(outbound.invite(), outbound.retraction()));
        return rules.onlyOwnInviteForbids(invites.onlyOwnInviteForbids());
    }

    /** @return the topics that it reads, without a prefix, for those who grant rights */
    public static List<Topic<?>> reads() {
        List<Topic<?>> written = InviteTopology.written();
        return InviteTopology.topics().stream()
                .filter(topic -> !written.contains(topic))
                .toList();
    }

    /** @return whether it decides now: every task runs here or elsewhere and no store is being restored */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Stops. Where others keep warm copies of its stores they take over its rooms at once; else its rooms wait for it until
     * the session ends, as it comes back sooner than others could restore them. Twice is once.
     */
    @Override
    public void close() {
        stop(
                standbys
                        ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                        : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    private void throwStoresAway() {
        census.close();
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
        streams.cleanUp();
    }

    private void stop(CloseOptions.GroupMembershipOperation membership) {
        census.close();
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(CLOSE_TIMEOUT));
        if (!stopped) {
            LOG.atWarn().addKeyValue("timeout", CLOSE_TIMEOUT).log("the topology did not stop in time");
            return;
        }
        try {
            instance.stoppedCleanly();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the next start takes the stores for spoiled");
        }
    }
}
