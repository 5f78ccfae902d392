package io.vestibule.verifier;

import io.vestibule.schemas.catalog.Topic;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topics of a deployment up to one moment: what is written later is not seen, however often something is read. Used by one
 * thread.
 */
public interface LogReader {

    /**
     * Takes records.
     *
     * @param <V> a record's value
     */
    interface Sink<V> {

        /** Takes the next record. */
        void record(LogEntry<V> entry);

        /**
         * Hears of a record that is none of its topic.
         *
         * @param at its timestamp
         * @param why what is wrong with it
         */
        void unreadable(Place place, Instant at, String why);
    }

    /** @return the moment up to which the topics are read */
    Instant takenAt();

    /** @return how many partitions each topic has */
    int partitions();

    /**
     * @param topic as in the catalogue, without a deployment's prefix
     * @return whether older records of the partition are gone already
     */
    boolean isCut(Topic<?> topic, int partition);

    /**
     * Hands over the committed records of a partition, oldest first.
     *
     * @param topic as in the catalogue, without a deployment's prefix
     * @throws org.apache.kafka.common.KafkaException if the broker or the registry cannot be used
     */
    <V extends SpecificRecord> void read(Topic<V> topic, int partition, Sink<V> sink);
}
