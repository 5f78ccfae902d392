package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.event.Pdu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads blocks back from the spool and decides what has been left undecided, now that the keys are there that can be had.
 * Thread-safe.
 *
 * @param check decides about events
 * @param keys all the keys
 */
record SecondReading(EventCheck check, RoomKeys keys) {

    /** An event with everything decided. */
    sealed interface Decided {}

    /**
     * One that goes into the import.
     *
     * @param section where it stood
     * @param decision what was decided about it
     * @param eventId its ID
     * @param json its JSON without unsigned data
     */
    record Kept(RoomSection section, Block.Decision decision, String eventId, String json) implements Decided {}

    /**
     * One that does not.
     *
     * @param eventId its ID
     */
    record Dropped(String eventId) implements Decided {}

    List<Decided> read(Block block) throws IOException {
        List<Decided> events = new ArrayList<>();
        block.read(new Deciding(events));
        return events;
    }

    private final class Deciding implements Block.Reader {
        private final List<Decided> events;

        Deciding(List<Decided> events) {
            this.events = events;
        }

        @Override
        public void kept(RoomSection section, Block.Decision decision, String eventId, String json) {
            events.add(new Kept(section, decision, eventId, json));
        }

        @Override
        public void dropped(String eventId) {
            events.add(new Dropped(eventId));
        }

        @Override
        public void undecided(RoomSection section, byte[] event) {
            switch (check.check(event, keys)) {
                case EventCheck.Kept kept -> {
                    Pdu pdu = kept.event();
                    kept(
                            section,
                            new Block.Decision(kept.redacted(), kept.unverified()),
                            pdu.eventId().value(),
                            new String(pdu.json().without("unsigned"), StandardCharsets.UTF_8));
                }
                case EventCheck.Dropped dropped -> dropped.eventId().ifPresent(id -> dropped(id.value()));
            }
        }
    }
}
