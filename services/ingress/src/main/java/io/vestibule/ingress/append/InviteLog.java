package io.vestibule.ingress.append;

import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends invites, one record each, keyed by room. Thread-safe. */
public final class InviteLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InviteLog.class);
    /** What comes while a request is on its way shares the next one, so that nobody waits where there is nobody to share with. */
    private static final int REQUESTS_AT_ONCE = 1;

    /** Of one partition in one request; with one request at a time it bounds what a partition takes in each round trip. */
    private static final int BATCH_BYTES = 64 * 1024;

    private static final Duration STALL = Duration.ofSeconds(1);
    private static final Duration START_PATIENCE = Duration.ofSeconds(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<InviteReceived> serializer;
    private final Topic<InviteReceived> topic;
    private final ClockWatch clocks;
    private final Stall stall = new Stall(STALL, System::nanoTime);

    /**
     * @param producer idempotent, with acks=all; belongs to the log from now on
     * @param serializer writes the values
     * @param topic the topic under its full name
     * @param clocks hears what the brokers stamp
     */
    public InviteLog(
            Producer<byte[], byte[]> producer,
            Serializer<InviteReceived> serializer,
            Topic<InviteReceived> topic,
            ClockWatch clocks) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.clocks = clocks;
    }

    /**
     * A producer that promises what this log promises.
     *
     * @param kafka the brokers and raw client keys; the keys that carry the promise cannot be overridden
     * @param ackTimeout after which an append is given up
     */
    public static Producer<byte[], byte[]> producer(KafkaConfig kafka, Duration ackTimeout) {
        return new KafkaProducer<>(
                producerConfig(kafka, ackTimeout), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> producerConfig(KafkaConfig kafka, Duration ackTimeout) {
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "vestibule-ingress");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, REQUESTS_AT_ONCE);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, STALL.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(ackTimeout.toMillis()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(ackTimeout.toMillis() / 2));
        config.putAll(SizeBudget.producerConfig());
        return config;
    }

    /**
     * Appends an invite. May block for a second while the brokers cannot be reached.
     *
     * @param invite the invite
     * @param traceparent the value of that header, null for none
     * @return how it ended, on a thread of the producer; never completes exceptionally
     */
    public CompletionStage<Appended> append(InviteReceived invite, byte @Nullable [] traceparent) {
        if (stall.isStalled()) {
            return done(new Appended.Unavailable("the broker has not acknowledged anything for a while"));
        }
        byte[] value;
        try {
            value = serializer.serialize(topic.name(), invite);
        } catch (KafkaException e) {
            log.atError().setCause(e).log("an invite could not be serialised");
            return done(new Appended.Unavailable("the invite could not be serialised"));
        }
        if (value.length > SizeBudget.INVITE_ACCEPTED) {
            return done(new Appended.TooLarge(value.length));
        }
        byte[] key = invite.getRoomId().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic.name(), key, value);
        if (traceparent != null) {
            message.headers().add(TraceContext.HEADER, traceparent);
        }
        return send(message);
    }

    /** @return whether the brokers acknowledge; never blocks */
    public HealthStatus status() {
        return HealthStatus.of(!stall.isStalled(), "the broker acknowledges nothing");
    }

    /**
     * Asks for the topic, so that a start fails early. Waits a while for brokers that have just started.
     *
     * @throws IllegalStateException if the topic cannot be found
     */
    public void requireTopic() {
        long giveUpAt = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try {
                producer.partitionsFor(topic.name());
                return;
            } catch (KafkaException e) {
                boolean late = System.nanoTime() - giveUpAt > 0;
                if (late || !(e instanceof TimeoutException)) {
                    throw new IllegalStateException("cannot find the topic " + topic.name() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Waits for what is under way, for a bounded time. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private CompletionStage<Appended> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Appended> ended = new CompletableFuture<>();
        stall.sent();
        try {
            producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    stall.acknowledged();
                    clocks.stamped(metadata.timestamp());
                    ended.complete(new Appended.Acknowledged());
                } else {
                    fail(ended, failure, message.value().length);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            fail(ended, e, message.value().length);
        }
        return ended;
    }

    private void fail(CompletableFuture<Appended> ended, Exception failure, int bytes) {
        stall.failed();
        if (failure instanceof RecordTooLargeException) {
            log.atError().setCause(failure).log("the broker takes smaller records than the size budget");
            ended.complete(new Appended.TooLarge(bytes));
        } else {
            log.atWarn().setCause(failure).log("an invite could not be appended");
            ended.complete(new Appended.Unavailable(String.valueOf(failure.getMessage())));
        }
    }

    private static CompletionStage<Appended> done(Appended appended) {
        return CompletableFuture.completedFuture(appended);
    }
}
