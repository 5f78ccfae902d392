package io.vestibule.verifier;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.catalog.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One promise, judged for the rooms of one partition. Hears the records in this order: everything that came in, the ledger,
 * what was derived from the ledger, the peers' requests; within a topic's partition in log order. For one thread.
 */
abstract class Check {

    private final String name;
    private final Terms terms;

    Check(String name, Terms terms) {
        this.name = name;
        this.terms = terms;
        terms.findings().takesPart(name);
    }

    final Terms terms() {
        return terms;
    }

    /** A record of a topic that the topology reads, whatever it says. */
    void input(Topic<?> topic, Place place, Instant at) {}

    void unreadable(Topic<?> topic, Place place, Instant at, String why) {}

    void received(LogEntry<InviteReceived> entry, InviteReceived invite) {}

    void command(LogEntry<InviteCommand> entry, InviteCommand command) {}

    /** @throws IllegalArgumentException if the fact lacks what its type promises */
    void fact(LogEntry<LedgerEvent> entry, LedgerEvent event) {}

    void order(LogEntry<WorkOrder> entry, WorkOrder order) {}

    void outcome(LogEntry<CommandOutcome> entry, CommandOutcome outcome) {}

    void view(LogEntry<InviteView> entry, @Nullable InviteView view) {}

    void request(Place place, PeerRequest request) {}

    /** Everything was heard. */
    void finish() {}

    final void judged() {
        terms.findings().judged(name);
    }

    final void notJudged() {
        terms.findings().notJudged(name);
    }

    final void violated(Place place, RoomUser whose, String expected, String seen) {
        terms.findings().violated(new Violation(name, place, whose.room(), whose.user(), expected, seen));
    }

    /** Judges one case. */
    final void judge(boolean kept, Place place, RoomUser whose, String expected, String seen) {
        judged();
        if (!kept) {
            violated(place, whose, expected, seen);
        }
    }

    /** A field of an envelope that its type says is there. */
    static <T> T part(@Nullable T field, LedgerEvent event) {
        if (field == null) {
            throw new IllegalArgumentException("a fact says " + event.getType() + " and lacks the field for it");
        }
        return field;
    }
}
