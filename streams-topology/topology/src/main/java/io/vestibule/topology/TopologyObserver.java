package io.vestibule.topology;

import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import java.time.Duration;
import java.util.List;

/**
 * Hears what operators count, once more when a decision is made again after an aborted transaction. Called on the threads of
 * the tasks; must neither block nor throw.
 */
public interface TopologyObserver {

    /** Where a record can fail: while it is keyed, while it is read, while it is decided. */
    List<String> STAGES = List.of(RekeyProcessor.STAGE, Deciding.UNREADABLE, Deciding.STAGE);

    /**
     * A room's routes had no place for some servers.
     *
     * @param servers how many, at least 1
     */
    void routesTrimmed(int servers);

    /**
     * A record is about to be decided.
     *
     * @param topic where it was written, with the deployment's prefix
     * @param waited how long it has been there
     */
    void decided(String topic, Duration waited);

    /** A fact goes to the ledger. */
    void told(LedgerEventType type);

    /** A command has its outcome. */
    void concluded(OutcomeType outcome);

    /**
     * A record goes to the dead letters.
     *
     * @param stage where it failed, one of {@link #STAGES}
     */
    void buried(String stage);
}
