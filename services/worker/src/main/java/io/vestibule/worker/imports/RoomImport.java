package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.api.SendJoinEnd;
import io.vestibule.matrix.api.SendJoinSplitter;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.RequiredSigners;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the state of a joined room from a spooled answer into {@code rooms.imported}: verified event by event, never held in
 * memory. Thread-safe; one import blocks one thread.
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

    private final Checks checks;
    private final Supplier<ImportLog> logs;
    private final InstantSource clock;

    /**
     * @param logs makes a log for each import
     * @param clock what time it is
     */
    public RoomImport(Checks checks, Supplier<ImportLog> logs, InstantSource clock) {
        this.checks = checks;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * @param room the room that was joined
     * @param answer the body of the answer to {@code send_join}
     * @return what became of it, once everything is acknowledged
     * @throws IOException if the answer cannot be read back
     * @throws InterruptedException if the thread was interrupted
     */
    public Result run(JoinedRoom room, Spool.Spooled answer) throws IOException, InterruptedException {
        Survey.Finding finding;
        try (InputStream first = answer.read()) {
            finding = Survey.of(first, room);
        }
        return switch (finding) {
            case Survey.Unsound unsound -> new Refused(unsound.why());
            case Survey.Sound sound -> verify(room, answer, sound);
        };
    }

    private Result verify(JoinedRoom room, Spool.Spooled answer, Survey.Sound survey)
            throws IOException, InterruptedException {
        RoomKeys keys = RoomKeys.gather(checks.ring(), checks.ours(), survey, checks.budget());
        RoomId roomId = room.join().roomId();
        EventCheck check = new EventCheck(roomId, survey.create().rules(), checks.signatures(), keys);
        if (!(check.check(survey.create()) instanceof EventCheck.Kept)) {
            return new Refused("the create event's signature is wrong");
        }
        ImportWriter writer = new ImportWriter(room, UUID.randomUUID().toString(), logs.get());
        try (InputStream second = answer.read()) {
            SendJoinSplitter.split(second, new Writing(check, writer));
        } catch (CancelledException cancelled) {
            throw cancelled.interrupted();
        }
        Pdu join = finalJoin(room.join(), survey.end(), keys);
        writer.finish(
                join,
                new ImportWriter.Ending(
                        survey.end().membersOmitted(), survey.end().serversInRoom(), clock.millis()));
        log.atInfo()
                .addKeyValue("roomId", roomId)
                .addKeyValue("server", room.answeredBy())
                .addKeyValue("events", writer.events())
                .addKeyValue("dropped", writer.droppedEvents())
                .addKeyValue("bytes", answer.bytes())
                .log("room imported");
        return new Imported(writer.importId());
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

    private record Writing(EventCheck check, ImportWriter writer) implements SendJoinSplitter.Sink {
        @Override
        public void event(RoomSection section, byte[] event) throws IOException {
            switch (check.check(event)) {
                case EventCheck.Dropped dropped -> dropped.eventId().ifPresent(writer::dropped);
                case EventCheck.Kept kept -> write(section, kept);
            }
        }

        private void write(RoomSection section, EventCheck.Kept kept) throws CancelledException {
            try {
                writer.event(section, kept);
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
