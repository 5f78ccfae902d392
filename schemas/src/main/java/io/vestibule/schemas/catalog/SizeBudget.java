package io.vestibule.schemas.catalog;

import java.util.Map;

/**
 * The one size budget, in bytes of an encoded record.
 *
 * <p>What comes in is small, and every later hop allows more than the one before it: a state record carries the invite
 * and more, an order carries an event and its candidates, a dead letter carries a whole foreign record. So nothing that
 * was accepted can be too large further on.
 */
public final class SizeBudget {

    /** The largest encoded invite that ingress accepts; a larger one is refused before it is a fact. */
    public static final int INVITE_ACCEPTED = 512 * 1024;

    /** The limit of topics that are written at the edges: invites, commands, feeds. */
    public static final int EDGE_RECORD = 1024 * 1024;

    /** The limit of topics, repartition topics and changelogs that carry what was derived from edge records. */
    public static final int DERIVED_RECORD = 8 * 1024 * 1024;

    /** The limit of import manifests (which name every unverified event of a room) and of dead letters. */
    public static final int BULK_RECORD = 16 * 1024 * 1024;

    /** The limit of one produce request, above every record. */
    public static final int PRODUCER_REQUEST = BULK_RECORD + 1024 * 1024;

    private SizeBudget() {}

    /** @return the producer keys that let every record of the catalogue through */
    public static Map<String, String> producerConfig() {
        return Map.of("max.request.size", Integer.toString(PRODUCER_REQUEST));
    }

    /** @return the topic keys of changelogs: what a store has deleted goes from its changelog within a day or two, too */
    public static Map<String, String> changelogConfig() {
        String slack = Long.toString(Keeping.SLACK.toMillis());
        return Map.of(
                "max.message.bytes",
                Integer.toString(DERIVED_RECORD),
                "segment.ms",
                slack,
                "max.compaction.lag.ms",
                slack);
    }

    /** @return the topic keys of changelogs and repartition topics */
    public static Map<String, String> internalTopicConfig() {
        return Map.of("max.message.bytes", Integer.toString(DERIVED_RECORD));
    }
}
