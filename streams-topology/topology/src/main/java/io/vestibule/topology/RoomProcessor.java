package io.vestibule.topology;

import io.vestibule.model.Coordinates;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Takes records and due work of one task's rooms, has them decided, and does what follows. */
final class RoomProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final int MOST_DUE_PER_TICK = 200;

    private final TopologySettings settings;
    private final AvroSerdes serdes;
    private final Deciding.Watch watch;
    private final ReadyRecords ready;
    private final Detours.Tasks detours;
    private final List<String> direct;
    private final String commands;
    private ProcessorContext<byte[], byte[]> context;
    private Deciding deciding;
    private Schedule schedule;
    private Restating restating;

    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    RoomProcessor(
            TopologySettings settings,
            AvroSerdes serdes,
            Deciding.Watch watch,
            ReadyRecords ready,
            Detours.Tasks detours) {
        this.watch = watch;
        this.detours = detours;
        this.ready = ready;
        this.settings = settings;
        this.serdes = serdes;
        this.direct = Inputs.DIRECT.stream()
                .map(topic -> topic.prefixed(settings.layout().prefix()).name())
                .toList();
        this.commands =
                Topics.INVITES_COMMANDS.prefixed(settings.layout().prefix()).name();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        RoomStores stores = new RoomStores(context);
        this.deciding = new Deciding(stores, settings, serdes, watch);
        this.schedule = new Schedule(stores.due(), settings.openBackground());
        this.restating = new Restating(
                stores,
                new EffectWriter(stores, settings, serdes, watch.observer()),
                settings.keeping().restated(),
                context.taskId().partition());
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (ready.isLast(record.value() != null && decide(record))) {
            context.commit();
        }
    }

    /** @return whether somebody waits for what followed */
    private boolean decide(Record<byte[], byte[]> record) {
        RecordMetadata read = context.recordMetadata().orElseThrow();
        Instant now = Instant.ofEpochMilli(Math.max(record.timestamp(), context.currentSystemTimeMs()));
        Incoming incoming =
                new Incoming(Origin.of(record.headers(), read, direct), record.key(), record.value(), record.headers());
        noteArrival(read, incoming.origin());
        watch.observer().decided(incoming.origin().topic(), Duration.ofMillis(now.toEpochMilli() - record.timestamp()));
        Effects effects = deciding.onRecord(incoming, now);
        effects.apply(context, schedule, now);
        return effects.isAwaited();
    }

    /** A command of this task's own partition may have come the long way. */
    private void noteArrival(RecordMetadata read, Coordinates origin) {
        boolean wasLed = !read.topic().equals(origin.topic());
        if (wasLed
                && origin.topic().equals(commands)
                && origin.partition() == context.taskId().partition()) {
            detours.of(context.taskId()).came(origin.offset());
        }
    }

    private void tick(long wallClock) {
        Instant now = Instant.ofEpochMilli(wallClock);
        schedule.due(now, MOST_DUE_PER_TICK).forEach(entry -> decide(entry, now));
        schedule.background(now, MOST_DUE_PER_TICK).forEach(entry -> decide(entry, now));
        restating.step(now).apply(context, schedule, now);
    }

    private void decide(Keys.Due entry, Instant now) {
        Effects effects = deciding.onDue(entry, context.taskId().partition(), now);
        effects.apply(context, schedule, now);
        if (effects.isAwaited()) {
            context.commit();
        }
    }
}
