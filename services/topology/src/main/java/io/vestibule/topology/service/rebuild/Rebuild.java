package io.vestibule.topology.service.rebuild;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.InviteTopology;
import io.vestibule.topology.LedgerFold;
import io.vestibule.topology.Section;
import io.vestibule.topology.TopologySettings;
import io.vestibule.topology.service.TopologyService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One rebuild: from a ledger to an application that goes on where the ledger ends. Nothing that exists is changed or deleted;
 * if it is broken off, what it made is of no use, and the next attempt needs another application ID. Used once, by one thread.
 */
public final class Rebuild {

    /** Compacted feeds aside, no input is kept longer: what is older than this at the ledger's end was decided. */
    private static final Duration INPUTS_ARE_KEPT =
            Topics.INVITES_COMMANDS.keeping().retention();

    private static final long TELL_EVERY = 10_000;
    private static final List<Topic<?>> COPIED_WHOLE =
            List.of(Topics.HOMESERVER_USERS, Topics.HOMESERVER_APPSERVICES, Topics.INVITES_POLICY);

    /**
     * What is asked for.
     *
     * @param fromPrefix what stands in front of the names of the topics whose ledger is folded; the configuration's own, unless
     *     everything is to move to new topics
     * @param thoughAlive begin though services run
     */
    public record Wish(String fromPrefix, boolean thoughAlive) {}

    /** What came of it. */
    public sealed interface Result {

        /** Nothing was done. */
        record Refused(String reason) implements Result {}

        /**
         * The application may be started.
         *
         * @param events how many events the ledger held
         * @param passedOver how many of them told of what retention had taken away
         * @param records what the stores hold, by kind of record
         * @param waiting how many records were handed on that nobody had decided
         */
        record Rebuilt(long events, long passedOver, Map<String, Long> records, long waiting) implements Result {}
    }

    private final VestibuleConfig config;
    private final TopicLayout layout;
    private final TopologySettings settings;
    private final AvroSerdes serdes;
    private final Wish wish;
    private final ObjLongConsumer<String> progress;
    private final Positions positions = new Positions();
    private long events;
    private long newest;

    /**
     * @param config names the application that is made, and its topics
     * @param serdes stays the caller's to close
     * @param progress hears the step, and how many records it has done
     */
    public Rebuild(VestibuleConfig config, AvroSerdes serdes, Wish wish, ObjLongConsumer<String> progress) {
        this.config = config;
        this.layout = config.kafka().topics();
        this.settings = TopologyService.settings(config);
        this.serdes = serdes;
        this.wish = wish;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster fails
     * @throws IllegalStateException if the ledger contradicts itself
     * @throws IllegalArgumentException if it holds an event of a newer release
     */
    public Result run() {
        Map<String, Object> clients = config.kafka().clientProperties();
        try (Admin admin = Admin.create(clients);
                Log log = new Log(clients, SizeBudget.producerConfig())) {
            Optional<String> refusal = refusal(new Preconditions(admin));
            if (refusal.isPresent()) {
                return new Result.Refused(refusal.get());
            }
            if (moves()) {
                new TopicAdmin(admin).ensure(layout).requireUsable();
                serdes.prepare(layout.topics());
                if (holdsAnything(log)) {
                    return new Result.Refused(ledger(layout.prefix()).name() + " holds a ledger already");
                }
            }
            Application application = new Application(config.topology().applicationId(), layout, admin);
            application.createTopics();
            return made(log, application);
        }
    }

    private boolean moves() {
        return !wish.fromPrefix().equals(layout.prefix());
    }

    private Optional<String> refusal(Preconditions conditions) {
        Set<String> read = new HashSet<>();
        read.add(Topics.INVITES_RECEIVED.prefixed(wish.fromPrefix()).name());
        if (moves()) {
            read.add(Topics.INVITES_HANDSHAKES.prefixed(wish.fromPrefix()).name());
        }
        return conditions
                .ledger(wish.fromPrefix())
                .or(() -> moves() ? Optional.empty() : conditions.fitting(layout, read()))
                .or(() -> conditions.unused(config.topology().applicationId()))
                .or(() -> wish.thoughAlive() ? Optional.empty() : conditions.nobodyAlive(read));
    }

    private List<Topic<?>> read() {
        return InviteTopology.topics().stream()
                .<Topic<?>>map(topic -> topic.prefixed(layout.prefix()))
                .toList();
    }

    private boolean holdsAnything(Log log) {
        return log.partitions(ledger(layout.prefix()).name()).stream().anyMatch(partition -> log.end(partition) > 0);
    }

    private static Topic<LedgerEvent> ledger(String prefix) {
        return Topics.INVITES_EVENTS.prefixed(prefix);
    }

    private Result made(Log log, Application application) {
        try (DiskCells cells = new DiskCells(config.dataDir())) {
            LedgerFold fold = new LedgerFold(cells, settings, true);
            int tasks = fold(log, fold);
            fold.schedule(Instant.ofEpochMilli(newest));
            Map<String, Long> records = write(log, application, cells);
            if (moves()) {
                views(log, fold);
                orders(log, fold.openOrders());
                COPIED_WHOLE.forEach(topic -> copy(log, topic));
            }
            long since = newest == 0 ? 0 : newest - INPUTS_ARE_KEPT.toMillis();
            InputTransfer.Prefixes prefixes = new InputTransfer.Prefixes(wish.fromPrefix(), layout.prefix(), tasks);
            long waiting = new InputTransfer(log, positions, application, serdes, prefixes).transfer(since);
            application.commit();
            return new Result.Rebuilt(events, fold.passedOver(), records, waiting);
        }
    }

    /** @return how many partitions the ledger has */
    private int fold(Log log, LedgerFold fold) {
        Topic<LedgerEvent> from = ledger(wish.fromPrefix());
        Deserializer<LedgerEvent> values = serdes.deserializer(from);
        List<TopicPartition> partitions = log.partitions(from.name());
        for (TopicPartition partition : partitions) {
            log.read(partition, 0, Long.MAX_VALUE, record -> {
                LedgerEvent event = values.deserialize(record.topic(), record.headers(), record.value());
                fold.apply(event);
                positions.note(event, partition.partition());
                newest = Math.max(newest, record.timestamp());
                if (moves()) {
                    int to = RoomPartitions.of(event.getRoomId(), layout.partitions());
                    log.write(new ProducerRecord<>(
                            ledger(layout.prefix()).name(), to, record.timestamp(), record.key(), record.value()));
                }
                events++;
                tell("events folded", events);
            });
        }
        return partitions.size();
    }

    private Map<String, Long> write(Log log, Application application, DiskCells cells) {
        Map<String, Long> records = new TreeMap<>();
        for (Section section : Section.values()) {
            String kind = section.label();
            cells.forEach(section, (key, value) -> {
                log.write(application.kept(section, key, value));
                tell("records written of " + kind, records.merge(kind, 1L, Long::sum));
            });
        }
        log.flush();
        return records;
    }

    private void views(Log log, LedgerFold fold) {
        Topic<InviteView> to = Topics.INVITES_STATE.prefixed(layout.prefix());
        Serializer<InviteView> values = serdes.serializer(to);
        fold.views((key, view) -> log.write(new ProducerRecord<>(
                to.name(),
                RoomPartitions.ofRoomUser(key, layout.partitions()),
                key,
                values.serialize(to.name(), view))));
    }

    private void orders(Log log, Set<String> open) {
        Topic<WorkOrder> from = Topics.INVITES_HANDSHAKES.prefixed(wish.fromPrefix());
        Deserializer<WorkOrder> values = serdes.deserializer(from);
        for (TopicPartition partition : log.partitions(from.name())) {
            log.read(partition, 0, Long.MAX_VALUE, record -> {
                WorkOrder order = values.deserialize(record.topic(), record.headers(), record.value());
                if (open.contains(order.getOrderId())) {
                    log.write(new ProducerRecord<>(
                            Topics.INVITES_HANDSHAKES.prefixed(layout.prefix()).name(),
                            RoomPartitions.of(order.getRoomId(), layout.partitions()),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            record.headers()));
                }
            });
        }
    }

    private void copy(Log log, Topic<?> topic) {
        for (TopicPartition partition :
                log.partitions(topic.prefixed(wish.fromPrefix()).name())) {
            log.read(
                    partition,
                    0,
                    Long.MAX_VALUE,
                    record -> log.write(new ProducerRecord<>(
                            topic.prefixed(layout.prefix()).name(),
                            null,
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            record.headers())));
        }
    }

    private void tell(String step, long done) {
        if (done % TELL_EVERY == 0) {
            progress.accept(step, done);
        }
    }
}
