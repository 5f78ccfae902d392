package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a batch of events as they arrive, as far as the keys are at hand. Thread-safe.
 *
 * @param check decides about events
 * @param keys the keys so far
 */
record FirstReading(EventCheck check, EarlyKeys keys) {

    /**
     * What came of a batch.
     *
     * @param block what goes into the spool
     * @param creates its create events
     * @param undecided the events whose keys were not there
     */
    record Result(Block block, List<Create> creates, List<Pdu> undecided) {}

    /**
     * A create event and where it stood.
     *
     * @param section where
     * @param event the event, whatever is wrong with its signatures
     */
    record Create(RoomSection section, Pdu event) {}

    Result read(List<Slices.Slice> batch) {
        Result result = new Result(block(batch), new ArrayList<>(0), new ArrayList<>(0));
        EarlyKeys.View view = keys.view();
        for (Slices.Slice slice : batch) {
            switch (Pdu.read(slice.bytes(), check.rules())) {
                case MalformedPdu malformed -> result.block().dropped(check.malformed(slice.bytes()));
                case Pdu event -> read(slice, event, view, result);
            }
        }
        return result;
    }

    private static Block block(List<Slices.Slice> batch) {
        int bytes = 0;
        for (Slices.Slice slice : batch) {
            bytes += slice.bytes().length;
        }
        return new Block(batch.size(), bytes);
    }

    private void read(Slices.Slice slice, Pdu event, EarlyKeys.View view, Result result) {
        if (event.isState("m.room.create")) {
            result.creates().add(new Create(slice.section(), event));
        }
        EventCheck.Verdict verdict = check.check(event, view);
        if (view.hasMissed()) {
            result.undecided().add(event);
            result.block().undecided(slice.section(), slice.bytes());
            return;
        }
        switch (verdict) {
            case EventCheck.Kept kept -> result.block().kept(slice.section(), kept);
            case EventCheck.Dropped dropped -> result.block().dropped(dropped);
        }
    }
}
