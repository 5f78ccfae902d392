package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nothing gets stuck: for every join, leave and message of ours that is under way, and for every leave that the room has not heard
 * of or that lacks its signature, the ledger names the time at which it goes on, and that time has not long passed.
 */
final class NextStep extends Check {

    static final String NAME = "a next step for all that is open";

    /** After this, a leave that nobody could sign is given up. */
    private static final Duration SIGNING_GIVEN_UP = Duration.ofDays(7);

    /** A user's open things and the last fact about them. */
    private static final class Open {
        private final Agenda agenda = new Agenda();
        private final OutboundAgenda outbound = new OutboundAgenda();
        private Place last;

        Open(Place first) {
            this.last = first;
        }
    }

    private final Map<RoomUser, Open> users = new HashMap<>();

    NextStep(Terms terms) {
        super(NAME, terms);
    }

    @Override
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {
        if (event.getUserId().isEmpty()) {
            return;
        }
        Open open = users.computeIfAbsent(RoomUser.of(event), fresh -> new Open(entry.place()));
        open.last = entry.place();
        open.agenda.fact(event);
        open.outbound.fact(event);
    }

    @Override
    void finish() {
        users.forEach((whose, open) -> {
            judge(whose, open, open.agenda.next());
            judge(whose, open, open.outbound.next());
            if (!isGivenUp(open.agenda.unsignedSince())) {
                judge(whose, open, open.agenda.nextSignature());
            }
        });
    }

    private boolean isGivenUp(long since) {
        Instant end = Instant.ofEpochMilli(since).plus(SIGNING_GIVEN_UP);
        return since != Agenda.NEVER && end.isBefore(terms().takenAt().plus(Duration.ofHours(7)));
    }

    private void judge(RoomUser whose, Open open, Agenda.@Nullable Step step) {
        if (step == null) {
            judged();
            return;
        }
        Bounds bounds = terms().bounds();
        Instant at = Instant.ofEpochMilli(step.at());
        Duration late = bounds.between(at, terms().takenAt());
        Duration most = step.background() ? bounds.backgroundLate() : bounds.late();
        if (step.at() == Agenda.NEVER) {
            judge(false, open.last, whose, "a time for " + step.what(), "none since this record");
        } else {
            judge(
                    late.compareTo(most) <= 0,
                    open.last,
                    whose,
                    step.what() + " at " + at,
                    "nothing by " + terms().takenAt());
        }
    }
}
