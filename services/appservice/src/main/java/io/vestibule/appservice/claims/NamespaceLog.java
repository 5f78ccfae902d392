package io.vestibule.appservice.claims;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.appservice.registration.Registration;
import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.appservice.Namespace;
import io.vestibule.matrix.appservice.Namespaces;
import io.vestibule.schemas.AppserviceNamespace;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what application services claim: a record for each, a tombstone for one that has gone. This service is the topic's
 * one writer, so what stands there and is not registered has gone. Used by one thread at a time.
 */
public final class NamespaceLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NamespaceLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Topic<AppserviceNamespaces> topic;
    private final Serializer<AppserviceNamespaces> values;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, AppserviceNamespaces> published = new HashMap<>();
    private final Set<String> standing;

    /**
     * Reads what stands in the topic.
     *
     * @param prefix in front of the topic's name
     * @throws IllegalStateException if the topic cannot be read in time
     */
    public NamespaceLog(KafkaConfig kafka, AvroSerdes serdes, String prefix) {
        this.topic = Topics.HOMESERVER_APPSERVICES.prefixed(prefix);
        this.values = serdes.serializer(topic);
        this.standing = standing(kafka);
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Makes the topic say what the registrations say; what it says already is not written again.
     *
     * @throws IllegalStateException if the brokers do not take it in time; the next call writes it
     */
    public void publish(Registrations registrations) {
        Map<String, AppserviceNamespaces> wanted = new HashMap<>();
        registrations.all().forEach(service -> wanted.put(service.id().value(), record(service)));
        List<Future<?>> sent = new ArrayList<>();
        wanted.forEach((id, record) -> {
            if (!record.equals(published.get(id))) {
                sent.add(send(id, values.serialize(topic.name(), record)));
            }
        });
        Set<String> gone = new HashSet<>(standing);
        gone.addAll(published.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(id -> sent.add(send(id, null)));
        await(sent);
        standing.clear();
        published.clear();
        published.putAll(wanted);
        log.atInfo().addKeyValue("services", wanted.keySet()).log("namespaces of application services are published");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private Future<?> send(String id, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(topic.name(), id.getBytes(UTF_8), value));
    }

    private void await(List<Future<?>> sent) {
        try {
            for (Future<?> one : sent) {
                one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("namespaces cannot be written to " + topic.name() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while namespaces were written", e);
        }
    }

    private static AppserviceNamespaces record(Registration service) {
        Namespaces claimed = service.namespaces();
        return AppserviceNamespaces.newBuilder()
                .setAppserviceId(service.id().value())
                .setSenderLocalpart(claimed.senderLocalpart())
                .setUsers(records(claimed.users()))
                .setRooms(records(claimed.rooms()))
                .setAliases(records(claimed.aliases()))
                .setPush(service.url().isPresent())
                .build();
    }

    private static List<AppserviceNamespace> records(List<Namespace> spaces) {
        return spaces.stream()
                .map(space -> AppserviceNamespace.newBuilder()
                        .setRegex(space.regex())
                        .setExclusive(space.exclusive())
                        .build())
                .toList();
    }

    /** The IDs under which something stands in the topic now. */
    private Set<String> standing(KafkaConfig kafka) {
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, consumer.endOffsets(partitions));
        }
    }

    private Set<String> read(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Set<String> ids = new HashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the topic " + topic.name() + " cannot be read to its end");
            }
            for (ConsumerRecord<String, byte[]> read : consumer.poll(POLL)) {
                if (read.key() == null) {
                    log.atWarn().addKeyValue(LogKeys.TOPIC, topic.name()).log("a claim without key is passed over");
                } else if (read.value() == null) {
                    ids.remove(read.key());
                } else {
                    ids.add(read.key());
                }
            }
        }
        return ids;
    }
}
