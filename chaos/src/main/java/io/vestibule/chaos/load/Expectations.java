package io.vestibule.chaos.load;

import io.vestibule.chaos.load.Cast.Place;
import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What is to come of commands that nothing but faults can disturb: an honest server is always there. Thread-safe. */
final class Expectations {

    /** EXPIRED and UNCONFIRMED: the fault was longer than the deadline. */
    private static final Set<OutcomeType> OF_ACCEPT =
            Set.of(OutcomeType.JOINED, OutcomeType.EXPIRED, OutcomeType.UNCONFIRMED);

    private static final Set<OutcomeType> OF_REJECT =
            Set.of(OutcomeType.LEFT, OutcomeType.LEFT_LOCALLY, OutcomeType.EXPIRED);

    private final Journal journal;

    Expectations(Journal journal) {
        this.journal = journal;
    }

    void joins(Place place, UserId user, CompletableFuture<CommandOutcome> accept) {
        accept.thenAccept(outcome -> {
            unless(
                    OF_ACCEPT.contains(outcome.getOutcome()),
                    "an accept succeeds while an honest server is there",
                    outcome);
            unless(
                    outcome.getOutcome() != OutcomeType.JOINED
                            || place.room().membership(user).equals("join"),
                    "who is told to have joined is in the room",
                    outcome);
        });
    }

    void leaves(Place place, UserId user, CompletableFuture<CommandOutcome> reject) {
        reject.thenAccept(outcome -> {
            unless(OF_REJECT.contains(outcome.getOutcome()), "a reject succeeds", outcome);
            unless(
                    outcome.getOutcome() != OutcomeType.LEFT
                            || place.room().membership(user).equals("leave"),
                    "of whom a server confirmed the leave is out of the room",
                    outcome);
        });
    }

    private void unless(boolean kept, String promise, CommandOutcome outcome) {
        if (!kept) {
            String where = "room " + outcome.getRoomId() + ", user " + outcome.getUserId() + ", command "
                    + outcome.getCommandId();
            journal.violated(new Violation(promise, where, outcome.toString()));
        }
    }
}
