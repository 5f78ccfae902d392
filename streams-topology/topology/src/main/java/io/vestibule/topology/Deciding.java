package io.vestibule.topology;

import io.vestibule.model.Coordinates;
import io.vestibule.model.Decision;
import io.vestibule.model.Fact;
import io.vestibule.model.Input;
import io.vestibule.model.InviteDecider;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.Moment;
import io.vestibule.model.RoomBooks;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import io.vestibule.topology.Keys.Due;
import io.vestibule.topology.Keys.RoomUser;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a record, or a due entry, to all that it changes. Nothing is changed here: a failure leaves nothing half done, and
 * becomes a dead letter, unless it is the platform that failed and not the record.
 */
final class Deciding {

    static final String STAGE = "topology.decide";
    static final String UNREADABLE = "topology.read";

    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);
    private static final Duration POSTPONED = Duration.ofMinutes(10);
    private static final byte[] NO_VALUE = new byte[0];

    private final InviteDecider decider;
    private final RoomStores stores;
    private final InputReader reader;
    private final EffectWriter writer;
    private final TopologyObserver observer;
    private final DecisionTracer tracer;

    Deciding(RoomStores stores, TopologySettings settings, AvroSerdes serdes, Watch watch) {
        this.observer = watch.observer();
        this.tracer = watch.tracer();
        this.decider = new InviteDecider(settings.rules());
        this.stores = stores;
        String prefix = settings.layout().prefix();
        Interest interest = new Interest(
                stores.appservices(), room -> stores.books(room).room().aliases(), serdes, prefix);
        this.reader = new InputReader(serdes, prefix, interest);
        this.writer = new EffectWriter(stores, settings, serdes, observer);
    }

    /**
     * Who hears of decisions.
     *
     * @param observer hears what operators count
     * @param tracer follows decisions from record to record
     */
    record Watch(TopologyObserver observer, DecisionTracer tracer) {}

    Effects onRecord(Incoming incoming, Instant now) {
        InputReader.Read read;
        try {
            read = reader.read(incoming);
        } catch (BadRecordException bad) {
            return buried(incoming.failed(), String.valueOf(bad.getMessage()), bad, now);
        }
        return switch (read) {
            case InputReader.Read.InvalidCommand invalid -> {
                Effects effects = new Effects();
                writer.outcome(effects, incoming.key(), invalid.outcome());
                yield effects;
            }
            case InputReader.Read.Understood understood ->
                onInput(understood.input(), new Moment(now, incoming.origin()), incoming.headers(), incoming.failed());
        };
    }

    private Effects onInput(Input input, Moment moment, @Nullable Headers headers, FailedRecord failed) {
        RoomBooks books = stores.books(input.room());
        try {
            Decision decision = decider.decide(books, input, moment);
            countTrimmed(books, decision);
            Effects effects = new Effects();
            writer.write(effects, input.room(), decision, moment);
            effects.carry(tracer.decided(input, moment, headers, decision));
            return effects;
        } catch (RuntimeException failure) {
            stopUnlessOurs(failure);
            LOG.atError()
                    .setCause(failure)
                    .addKeyValue("roomId", input.room())
                    .addKeyValue("topic", failed.topic())
                    .addKeyValue("partition", failed.partition())
                    .addKeyValue("offset", failed.offset())
                    .log("an input could not be decided and goes to the dead letters");
            Effects effects = givenUp(input, moment, headers, failure);
            bury(effects, failed, failure, moment);
            return effects;
        }
    }

    private void countTrimmed(RoomBooks before, Decision decision) {
        for (LedgerEvent event : decision.events()) {
            if (event.fact() instanceof Fact.InviteRecorded recorded) {
                int trimmed = before.room().routes().trimmedBy(recorded.invitation());
                if (trimmed > 0) {
                    observer.routesTrimmed(trimmed);
                }
            }
        }
    }

    private Effects givenUp(Input input, Moment moment, @Nullable Headers headers, RuntimeException failure) {
        Effects effects = new Effects();
        try {
            Decision decision =
                    decider.giveUp(stores.books(input.room()), input, moment, "a fault of ours, see the dead letters");
            writer.write(effects, input.room(), decision, moment);
            effects.carry(tracer.decided(input, moment, headers, decision));
            return effects;
        } catch (RuntimeException second) {
            stopUnlessOurs(second);
            failure.addSuppressed(second);
            return new Effects();
        }
    }

    private void bury(Effects effects, FailedRecord failed, RuntimeException failure, Moment moment) {
        writer.deadLetter(
                effects,
                failed.key(),
                failed.deadLetter(
                        STAGE, "deciding failed", failure, moment.now().toEpochMilli()));
    }

    /** What is due: a wake-up is decided, things remembered for long enough are dropped. */
    Effects onDue(Due due, int partition, Instant now) {
        return switch (due.kind()) {
            case INVITE -> {
                InviteRecord invite = recordOf(due);
                yield onWake(due, invite.wake(decider.rules().keeping().settled()), partition, now);
            }
            case BACKGROUND -> onWake(due, recordOf(due).backgroundWake(), partition, now);
            case OUTBOUND -> {
                RoomUser whose = due.roomUser();
                yield onWake(due, stores.outbound(whose.room(), whose.user()).wake(), partition, now);
            }
            case ROOM -> {
                Duration memory = decider.rules().keeping().routes();
                yield onWake(due, stores.books(due.room()).room().wake(memory), partition, now);
            }
            case HASH, COMMAND -> {
                Effects effects = new Effects();
                effects.delete(stores.named(due.kind()), Bytes.wrap(due.key()));
                effects.delete(stores.due(), due.encode());
                yield effects;
            }
        };
    }

    private InviteRecord recordOf(Due due) {
        RoomUser whose = due.roomUser();
        return stores.invite(whose.room(), whose.user());
    }

    private Effects onWake(Due due, @Nullable Instant wake, int partition, Instant now) {
        Effects effects = new Effects();
        if (wake != null && !wake.isAfter(now)) {
            effects = woken(due, partition, now);
        } else if (wake != null) {
            writer.postpone(effects, due, wake);
        }
        effects.deleteFirst(stores.due(), due.encode());
        return effects;
    }

    private Effects woken(Due due, int partition, Instant now) {
        Coordinates origin =
                new Coordinates(Section.DUE.label(), partition, due.at().toEpochMilli());
        Input input = inputOf(due);
        FailedRecord failed =
                new FailedRecord(origin.topic(), origin.partition(), origin.offset(), due.key(), NO_VALUE);
        Effects effects = onInput(input, new Moment(now, origin), null, failed);
        if (effects.isStuck()) {
            writer.postpone(effects, due, now.plus(POSTPONED));
        }
        return effects;
    }

    private static Input inputOf(Due due) {
        if (due.kind() == Keys.Kind.ROOM) {
            return new Input.RoomDue(due.room());
        }
        RoomUser whose = due.roomUser();
        return due.kind() == Keys.Kind.OUTBOUND
                ? new Input.OutboundDue(whose.room(), whose.user())
                : new Input.TimerFired(whose.room(), whose.user());
    }

    private Effects buried(FailedRecord failed, String reason, @Nullable Throwable failure, Instant now) {
        Effects effects = new Effects();
        LOG.atWarn()
                .addKeyValue("topic", failed.topic())
                .addKeyValue("partition", failed.partition())
                .addKeyValue("offset", failed.offset())
                .log("a record that is none of its topic goes to the dead letters");
        writer.deadLetter(effects, failed.key(), failed.deadLetter(UNREADABLE, reason, failure, now.toEpochMilli()));
        return effects;
    }

    /** A broker, a registry or a store that fails says nothing of the record: the thread stops, nothing is skipped. */
    private static void stopUnlessOurs(RuntimeException failure) {
        boolean platform = failure instanceof KafkaException && !(failure instanceof SerializationException);
        if (platform || failure instanceof UncheckedIOException) {
            throw failure;
        }
    }
}
