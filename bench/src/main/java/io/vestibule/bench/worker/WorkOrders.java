package io.vestibule.bench.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.bench.WrongResultException;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.CandidateSource;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Gives work orders as the topology does and hears what came of them. Every order has exactly one answer. Thread-safe. */
final class WorkOrders implements AutoCloseable {

    private static final long TIME_FOR_ORDER_MS = Duration.ofMinutes(10).toMillis();

    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], WorkOrder> producer;
    private final KafkaConsumer<byte[], WorkResult> consumer;
    private final Map<String, Consumer<WorkResult>> open = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread listener = Thread.ofPlatform().name("bench-results").unstarted(this::listen);

    WorkOrders(String bootstrap) {
        Map<String, Object> config = new HashMap<>(
                Map.of("bootstrap.servers", bootstrap, "schema.registry.url", "embedded", "linger.ms", 5));
        serdes = AvroSerdes.of(config);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_HANDSHAKES));
        consumer = new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), serdes.deserializer(Topics.INVITES_HANDSHAKE_RESULTS));
        String topic = Topics.INVITES_HANDSHAKE_RESULTS.name();
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        listener.start();
    }

    /** Gives an order; the answer is handed over on the listening thread. */
    void give(WorkOrder order, Consumer<WorkResult> answer) {
        open.put(order.getOrderId(), answer);
        producer.send(new ProducerRecord<>(
                Topics.INVITES_HANDSHAKES.name(), order.getRoomId().getBytes(UTF_8), order));
    }

    /** Throws what went wrong, if anything did. */
    void verify() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    static WorkOrder prepare(String id, PreparedRoom room, String user) {
        return order(id, WorkOrderType.PREPARE_MEMBERSHIP, room, user)
                .setPrepare(PrepareMembership.newBuilder()
                        .setMembership(Membership.JOIN)
                        .setCandidates(List.of(Candidate.newBuilder()
                                .setServer(room.resident().value())
                                .setSource(CandidateSource.VIA)
                                .setContributedBy("$invite")
                                .build()))
                        .build())
                .build();
    }

    static WorkOrder submit(String id, PreparedRoom room, WorkResult prepared) {
        return order(id, WorkOrderType.SUBMIT_MEMBERSHIP, room, prepared.getUserId())
                .setSubmit(SubmitMembership.newBuilder()
                        .setMembership(Membership.JOIN)
                        .setServer(prepared.getServer())
                        .setEventId(prepared.getEventId())
                        .setEventJson(prepared.getEventJson())
                        .setCommandId("bench")
                        .build())
                .build();
    }

    /** The answer must be of this type. */
    static void verify(WorkResult result, WorkResultType wanted) {
        WrongResultException.unless(
                result.getType() == wanted,
                "an order came to " + result.getType() + " instead of " + wanted + ": " + result.getDetail() + " "
                        + result.getAttempts());
    }

    private static WorkOrder.Builder order(String id, WorkOrderType type, PreparedRoom room, String user) {
        long now = System.currentTimeMillis();
        return WorkOrder.newBuilder()
                .setOrderId(id)
                .setType(type)
                .setRoomId(room.id().value())
                .setUserId(user)
                .setLane(room.id() + " " + user)
                .setInteractive(true)
                .setIssuedAt(now)
                .setNotAfter(now + TIME_FOR_ORDER_MS)
                .setRoomVersion(PreparedRoom.RULES.id().value());
    }

    private void listen() {
        try {
            while (true) {
                consumer.poll(Duration.ofMillis(500)).forEach(found -> heard(found.value()));
            }
        } catch (WakeupException closed) {
            consumer.close();
        } catch (RuntimeException failed) {
            failure.compareAndSet(null, failed);
        }
    }

    private void heard(WorkResult result) {
        Consumer<WorkResult> answer = open.remove(result.getOrderId());
        WrongResultException.unless(answer != null, "order " + result.getOrderId() + " was answered twice");
        if (answer != null) {
            answer.accept(result);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        serdes.close();
    }
}
