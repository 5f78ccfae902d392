package io.vestibule.matrix.federation.keys;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyFetcher;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.Notary;
import io.vestibule.matrix.key.ServerKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Fetches keys from the server itself, and if that has none of those that are wanted, from one notary after the other; all
 * within one budget, of which the server gets half when there is a notary. Thread-safe.
 */
public final class NetworkKeyFetcher implements KeyFetcher {

    private final KeyQueries queries;
    private final List<Notary> notaries;
    private final Duration budget;

    /**
     * @param queries asks
     * @param notaries servers whose word is taken, in the order to ask them; may be empty
     * @param budget how long one fetch may take in all
     */
    public NetworkKeyFetcher(KeyQueries queries, List<Notary> notaries, Duration budget) {
        this.queries = queries;
        this.notaries = List.copyOf(notaries);
        this.budget = budget;
    }

    @Override
    public KeyFetch fetch(KeyRequest request) {
        try {
            return fetch(request, Deadline.after(budget));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new KeyFetch.Failed("interrupted while fetching the keys of " + request.server());
        }
    }

    private KeyFetch fetch(KeyRequest request, Deadline deadline) throws InterruptedException {
        List<ServerKeys> answers = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        Deadline ofServer = notaries.isEmpty() ? deadline : deadline.within(budget.dividedBy(2));
        note(queries.askServer(request.server(), ofServer), answers, reasons);
        for (Notary notary : notaries) {
            if (deadline.hasPassed() || anyHolds(answers, request.keyIds())) {
                break;
            }
            if (!notary.name().equals(request.server())) {
                note(queries.askNotary(notary, List.of(request), deadline), answers, reasons);
            }
        }
        return answers.isEmpty() ? new KeyFetch.Failed(String.join("; ", reasons)) : new KeyFetch.Fetched(answers);
    }

    private static void note(KeyFetch fetch, List<ServerKeys> answers, List<String> reasons) {
        switch (fetch) {
            case KeyFetch.Fetched fetched -> answers.addAll(fetched.answers());
            case KeyFetch.Failed failed -> reasons.add(failed.reason());
        }
    }

    private static boolean anyHolds(List<ServerKeys> answers, Set<KeyId> wanted) {
        return answers.stream()
                .anyMatch(keys -> wanted.stream()
                        .anyMatch(id -> keys.verifyKeys().containsKey(id)
                                || keys.oldVerifyKeys().containsKey(id)));
    }
}
