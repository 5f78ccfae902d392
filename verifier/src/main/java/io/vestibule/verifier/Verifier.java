package io.vestibule.verifier;

import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges whether a deployment kept its promises, from its topics and from what its peers wrote down.
 *
 * <p>Works while the deployment runs: everything is read up to one moment, and what is not settled by then is not judged.
 * Rooms are judged one partition after another, so that memory holds one partition's invites, commands and orders (identifiers,
 * server names and digests, about a kilobyte each, no event) and the coordinates of all dead letters. Topics whose keys are
 * not trusted, and the log of the peers, are read once for each partition. Used by one thread.
 */
public final class Verifier {

    private final LogReader log;
    private final PeerLog peers;
    private final Bounds bounds;

    private Verifier(LogReader log, PeerLog peers, Bounds bounds) {
        this.log = log;
        this.peers = peers;
        this.bounds = bounds;
    }

    /**
     * @param log the topics; stays the caller's to close
     * @param peers what the peers wrote down, or {@link PeerLog#NONE}
     * @param bounds how strictly to judge
     */
    public static Verifier over(LogReader log, PeerLog peers, Bounds bounds) {
        return new Verifier(log, peers, bounds);
    }

    /** @return the topics that are read; nothing else of a cluster is needed, and nothing is written */
    public static List<Topic<?>> reads() {
        return Slice.TOPICS;
    }

    /** {@link #check(Runnable)} without a word on the way. */
    public Report check() {
        return check(() -> {});
    }

    /**
     * Reads everything and judges it.
     *
     * @param eachRecord called for each record that is read
     * @return what was found
     * @throws org.apache.kafka.common.KafkaException if the broker or the registry cannot be used
     */
    public Report check(Runnable eachRecord) {
        Findings findings = new Findings(eachRecord);
        Map<Place, String> letters = deadLetters(findings);
        for (int partition = 0; partition < log.partitions(); partition++) {
            new Slice(new Terms(log, partition, bounds, letters, findings)).judge(peers);
        }
        return findings.report(log.takenAt());
    }

    private Map<Place, String> deadLetters(Findings findings) {
        Map<Place, String> letters = new HashMap<>();
        for (int partition = 0; partition < log.partitions(); partition++) {
            log.read(Topics.INVITES_DEAD_LETTERS, partition, new LogReader.Sink<>() {
                @Override
                public void record(LogEntry<DeadLetter> entry) {
                    findings.read(Topics.INVITES_DEAD_LETTERS, true);
                    DeadLetter letter = entry.value();
                    if (letter != null) {
                        Place about = new Place(letter.getTopic(), letter.getPartition(), letter.getOffset());
                        letters.put(about, letter.getStage());
                    }
                }

                @Override
                public void unreadable(Place place, Instant at, String why) {
                    findings.read(Topics.INVITES_DEAD_LETTERS, true);
                }
            });
        }
        return letters;
    }
}
