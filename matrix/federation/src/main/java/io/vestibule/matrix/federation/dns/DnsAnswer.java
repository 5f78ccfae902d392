package io.vestibule.matrix.federation.dns;

import java.time.Duration;
import java.util.List;

/**
 * What the DNS said.
 *
 * @param <R> the kind of record
 */
public sealed interface DnsAnswer<R> {

    /**
     * There are records.
     *
     * @param records at least one
     * @param ttl how long they may be kept
     */
    record Found<R>(List<R> records, Duration ttl) implements DnsAnswer<R> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("an answer without records is Absent");
            }
        }
    }

    /** The name does not exist, or has no record of this kind. */
    record Absent<R>() implements DnsAnswer<R> {}

    /**
     * Nobody knows: the name servers did not answer in time, or not properly.
     *
     * @param reason for people
     */
    record Failed<R>(String reason) implements DnsAnswer<R> {}
}
