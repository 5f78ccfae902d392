package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.api.SendJoinEnd;
import io.vestibule.matrix.api.SendJoinSplitter;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.RequiredSigners;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the state of a joined room from the answer to {@code send_join} into {@code rooms.imported}: verified event by event
 * while it arrives, never held in memory, written once the whole answer has turned out to be about the room. Thread-safe; one
 * import blocks one thread.
 */
public final class RoomImport {
    private static final Logger log = LoggerFactory.getLogger(RoomImport.class);

    /** What became of an answer. */
    public sealed interface Result {}

    /** It stands in the topic, manifest and all. */
    public record Imported(String importId) implements Result {}

    /** It must not be used: the server lies or is broken. */
    public record Refused(String why) implements Result {}

    /**
     * Where keys and checks come from.
     *
     * @param signatures checks signatures
     * @param ring the keys of others
     * @param ours our own keys
     * @param budget how long the fetching of keys may take for one room
     */
    public record Checks(EventSignatures signatures, KeyRing ring, OurKeys ours, Duration budget) {}

    /**
     * Where the work is done, shared by all imports of the process.
     *
     * @param lanes the threads that check
     * @param spool where checked events wait for the end of the answer
     */
    public record Workshop(VerificationLanes lanes, Spool spool) {}

    private final Checks checks;
    private final Workshop workshop;
    private final Supplier<ImportLog> logs;
    private final InstantSource clock;

    /**
     * @param logs makes a log for each import
     * @param clock what time it is
     */
    public RoomImport(Checks checks, Workshop workshop, Supplier<ImportLog> logs, InstantSource clock) {
        this.checks = checks;
        this.workshop = workshop;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * @param room the room that was joined
     * @param answer the body of the answer to {@code send_join}, read to its end
     * @return what became of it, once everything is acknowledged
     * @throws Spool.FullException if there is no room for it
     * @throws IOException if the answer breaks off or our disk fails
     * @throws InterruptedException if the thread was interrupted
     */
    public Result run(JoinedRoom room, InputStream answer) throws IOException, InterruptedException {
        EventCheck check = new EventCheck(room.join().roomId(), room.join().rules(), checks.signatures());
        try (Spool.Spooled spooled = workshop.spool().begin()) {
            return switch (arrive(room, check, answer, spooled)) {
                case Survey.Unsound unsound -> new Refused(unsound.why());
                case Survey.Sound sound -> write(room, check, sound, spooled);
            };
        }
    }

    private Survey.Finding arrive(JoinedRoom room, EventCheck check, InputStream answer, Spool.Spooled spooled)
            throws IOException, InterruptedException {
        Survey survey = new Survey(room);
        try (EarlyKeys keys = new EarlyKeys(checks.ring(), checks.ours(), check.rules());
                InOrder<FirstReading.Result> batches = new InOrder<>(workshop.lanes(), result -> {
                    survey.note(result);
                    result.block().writeTo(spooled);
                })) {
            Arriving arriving = new Arriving(new FirstReading(check, keys), batches);
            SendJoinEnd end = SendJoinSplitter.split(answer, arriving);
            arriving.giveBatch();
            batches.finish();
            return survey.finding(end);
        } catch (CancelledException cancelled) {
            throw cancelled.interrupted();
        }
    }

    private Result write(JoinedRoom room, EventCheck check, Survey.Sound survey, Spool.Spooled spooled)
            throws IOException, InterruptedException {
        RoomKeys keys = RoomKeys.gather(checks.ring(), checks.ours(), survey, checks.budget());
        if (!(check.check(survey.create(), keys) instanceof EventCheck.Kept)) {
            return new Refused("the create event's signature is wrong");
        }
        ImportWriter writer = new ImportWriter(room, UUID.randomUUID().toString(), logs.get());
        writeEvents(new SecondReading(check, keys), spooled, writer);
        Pdu join = finalJoin(room.join(), survey.end(), keys);
        writer.finish(
                join,
                new ImportWriter.Ending(
                        survey.end().membersOmitted(), survey.end().serversInRoom(), clock.millis()));
        log.atInfo()
                .addKeyValue("roomId", check.room())
                .addKeyValue("server", room.answeredBy())
                .addKeyValue("events", writer.events())
                .addKeyValue("dropped", writer.droppedEvents())
                .addKeyValue("bytes", spooled.bytes())
                .log("room imported");
        return new Imported(writer.importId());
    }

    private void writeEvents(SecondReading reading, Spool.Spooled spooled, ImportWriter writer)
            throws IOException, InterruptedException {
        try (InputStream in = spooled.read();
                InOrder<List<SecondReading.Decided>> blocks = new InOrder<>(workshop.lanes(), events -> {
                    for (SecondReading.Decided event : events) {
                        writer.event(event);
                    }
                })) {
            for (Block block = Block.next(in); block != null; block = Block.next(in)) {
                Block next = block;
                Callable<List<SecondReading.Decided>> work = () -> reading.read(next);
                if (spooled.isSmall()) {
                    blocks.here(work);
                } else {
                    blocks.give(work);
                }
            }
            blocks.finish();
        }
    }

    /** The resident's copy of our join carries its signature where the room's rules need one; ours is the one to fall back on. */
    private Pdu finalJoin(Pdu ours, SendJoinEnd.Complete end, RoomKeys keys) {
        @Nullable JsonObject theirs = end.event();
        if (theirs == null || !(Pdu.read(theirs, ours.rules()) instanceof Pdu copy)) {
            return ours;
        }
        Set<ServerName> signers = new HashSet<>(RequiredSigners.of(copy));
        signers.add(checks.ours().server());
        boolean same = copy.eventId().equals(ours.eventId())
                && copy.contentHashMatches()
                && checks.signatures().verify(copy, signers, keys).isValid();
        return same ? copy : ours;
    }

    /** Carries an interrupt through the splitter, whose sink may only throw {@link IOException}. */
    private static final class CancelledException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient InterruptedException interrupted;

        CancelledException(InterruptedException interrupted) {
            super(interrupted);
            this.interrupted = interrupted;
        }

        InterruptedException interrupted() {
            return interrupted;
        }
    }

    /** Puts batches together while the answer is cut into events. */
    private static final class Arriving implements SendJoinSplitter.Sink {
        private final FirstReading reading;
        private final InOrder<FirstReading.Result> batches;
        private final Slices slices = new Slices();

        Arriving(FirstReading reading, InOrder<FirstReading.Result> batches) {
            this.reading = reading;
            this.batches = batches;
        }

        @Override
        public void event(RoomSection section, byte[] event) throws IOException {
            slices.add(section, event);
            if (slices.isFull()) {
                giveBatch();
            }
        }

        void giveBatch() throws IOException {
            if (slices.isEmpty()) {
                return;
            }
            List<Slices.Slice> batch = slices.take();
            Callable<FirstReading.Result> work = () -> reading.read(batch);
            try {
                if (Slices.isSmall(batch)) {
                    batches.here(work);
                } else {
                    batches.give(work);
                }
            } catch (InterruptedException interrupted) {
                throw new CancelledException(interrupted);
            }
        }

        @Override
        public void oversized(RoomSection section, long bytes) {
            log.atWarn()
                    .addKeyValue("section", section.label())
                    .addKeyValue("bytes", bytes)
                    .log("an event of an import was too large and is dropped");
        }
    }
}
