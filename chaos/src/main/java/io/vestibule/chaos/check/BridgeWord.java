package io.vestibule.chaos.check;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether an application service has heard of every invite of its users, by good transactions. */
final class BridgeWord {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private BridgeWord() {}

    /** Waits a while for what is still on its way. */
    static List<Violation> check(Journal journal, ScriptedAppservice bridge, String prefix)
            throws InterruptedException {
        List<Journal.Acked> awaited = journal.acked().stream()
                .filter(acked -> acked.user().value().startsWith(prefix))
                .toList();
        List<Violation> found = new ArrayList<>();
        for (Journal.Acked unheard : unheard(awaited, bridge)) {
            found.add(new Violation(
                    "an application service hears of every invite of its users",
                    "room " + unheard.room() + ", user " + unheard.user() + ", event " + unheard.event(),
                    "it has not heard within " + PATIENCE.toSeconds() + " s of the end"));
        }
        for (String problem : TransactionChecker.problems(bridge.hsToken(), bridge.requests())) {
            found.add(new Violation("transactions are good ones, and repeated as they were", "the bridge", problem));
        }
        return found;
    }

    private static List<Journal.Acked> unheard(List<Journal.Acked> awaited, ScriptedAppservice bridge)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<String> heard = new HashSet<>(bridge.effects());
            List<Journal.Acked> left = awaited.stream()
                    .filter(acked -> !heard.contains(acked.event().value()))
                    .toList();
            if (left.isEmpty() || System.nanoTime() > giveUpAt) {
                return left;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}
