package io.vestibule.chaos.check;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.TopicReader;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what the run was told against the topics: an invite that was answered with 200 stands in the ledger, a command has one
 * outcome and it is the one that its caller heard.
 */
public final class OwnWord {

    private final ClientSettings settings;

    public OwnWord(ClientSettings settings) {
        this.settings = settings;
    }

    /** @return what does not hold */
    public List<Violation> check(Journal journal) {
        List<Violation> found = new ArrayList<>(journal.violations());
        try (TopicReader reader = TopicReader.open(settings)) {
            lostInvites(reader, journal, found);
            outcomes(reader, journal, found);
        }
        return found;
    }

    private static void lostInvites(TopicReader reader, Journal journal, List<Violation> found) {
        List<Journal.Acked> acknowledged = journal.acked(); // before the ledger is read: later ones may not be there
        Set<String> recorded = new HashSet<>();
        reader.scan(Topics.INVITES_EVENTS, read -> {
            var fact = read.value().getInviteRecorded();
            if (fact != null) {
                recorded.add(fact.getInvite().getEventId());
            }
        });
        for (Journal.Acked acked : acknowledged) {
            if (!recorded.contains(acked.event().value())) {
                found.add(new Violation(
                        "no invite that was answered with 200 is lost",
                        "room " + acked.room() + ", user " + acked.user() + ", event " + acked.event(),
                        "it is not in " + Topics.INVITES_EVENTS.name()));
            }
        }
    }

    private static void outcomes(TopicReader reader, Journal journal, List<Violation> found) {
        Map<String, CommandOutcome> decided = new HashMap<>();
        reader.scan(Topics.INVITES_OUTCOMES, read -> {
            CommandOutcome outcome = read.value();
            CommandOutcome before = decided.putIfAbsent(outcome.getCommandId(), outcome);
            String where = read.topic() + "-" + read.partition() + "-" + read.offset();
            if (before != null && !before.equals(outcome)) {
                found.add(new Violation("a command has one outcome", where, before + " and " + outcome));
            }
            if (outcome.getOutcome() == OutcomeType.INTERNAL_ERROR) {
                found.add(new Violation("nothing fails for reasons of ours", where, outcome.toString()));
            }
        });
        for (Journal.Sent sent : journal.commands()) {
            String id = sent.command().getCommandId();
            if (sent.outcome().isDone()
                    && !sent.outcome().isCompletedExceptionally()
                    && !sent.outcome().join().equals(decided.get(id))) {
                found.add(new Violation(
                        "a command has one outcome",
                        "room " + sent.command().getRoomId() + ", command " + id,
                        "its caller heard " + sent.outcome().join() + ", the topic says " + decided.get(id)));
            }
        }
    }
}
