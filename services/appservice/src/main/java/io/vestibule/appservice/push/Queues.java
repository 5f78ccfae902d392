package io.vestibule.appservice.push;

import io.vestibule.appservice.registration.Registration;
import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lanes.DeadLetters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A queue for each application service that wants traffic, no more and no fewer. Thread-safe. */
public final class Queues implements AutoCloseable {

    private final KafkaConfig kafka;
    private final AppserviceConfig config;
    private final Topic<AppserviceEvent> topic;
    private final AvroSerdes serdes;
    private final Supplier<Registrations> registrations;
    private final AppserviceCalls calls;
    private final DeadLetters deadLetters;
    private final Metrics metrics;
    private final Map<AppserviceId, TransactionQueue> running = new ConcurrentHashMap<>();
    private final Set<AppserviceId> measured = ConcurrentHashMap.newKeySet();

    /**
     * What the queues share.
     *
     * @param serdes reads records
     * @param calls calls the services
     * @param deadLetters takes what can never be read
     * @param metrics counts
     */
    public record Shared(AvroSerdes serdes, AppserviceCalls calls, DeadLetters deadLetters, Metrics metrics) {}

    /** @param registrations the services as they are registered now, asked before every try */
    public Queues(VestibuleConfig config, Shared shared, Supplier<Registrations> registrations) {
        this.kafka = config.kafka();
        this.config = config.appservice();
        this.topic = Topics.INVITES_APPSERVICE.prefixed(kafka.topics().prefix());
        this.serdes = shared.serdes();
        this.registrations = registrations;
        this.calls = shared.calls();
        this.deadLetters = shared.deadLetters();
        this.metrics = shared.metrics();
    }

    /** Starts queues for services that are new, stops those of services that have gone or want no traffic any more. */
    public synchronized void runFor(Registrations wanted) {
        Set<AppserviceId> gone = new HashSet<>(running.keySet());
        for (Registration service : wanted.all()) {
            if (service.url().isPresent()) {
                gone.remove(service.id());
                running.computeIfAbsent(service.id(), this::started);
            }
        }
        gone.forEach(id -> {
            TransactionQueue queue = running.remove(id);
            if (queue != null) {
                queue.close();
            }
        });
    }

    /** @return whether every queue has its thread */
    public boolean areRunning() {
        return running.values().stream().allMatch(TransactionQueue::isRunning);
    }

    @Override
    public synchronized void close() {
        running.values().parallelStream().forEach(TransactionQueue::close);
        running.clear();
    }

    private TransactionQueue started(AppserviceId id) {
        TransactionQueue.Source source = new TransactionQueue.Source(
                topic.name(),
                () -> new KafkaConsumer<>(
                        QueueSettings.consumer(kafka, config, id),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                serdes.deserializer(topic));
        Delivering delivering =
                new Delivering(id, service -> registrations.get().byId().get(service), calls, metrics);
        TransactionQueue queue = new TransactionQueue(id, source, delivering, deadLetters, config.retries());
        queue.start();
        if (measured.add(id)) {
            metrics.gauge(Metric.APPSERVICE_BACKLOG, () -> backlog(id), id.value());
        }
        return queue;
    }

    private long backlog(AppserviceId id) {
        TransactionQueue queue = running.get(id);
        return queue == null ? 0 : queue.backlog();
    }
}
