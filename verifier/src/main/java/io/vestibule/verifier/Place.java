package io.vestibule.verifier;

/**
 * Where something stands. Immutable.
 *
 * @param topic the topic's name, with the deployment's prefix; {@link #PEERS} for what other homeservers wrote down
 * @param partition the partition
 * @param offset the offset, or the line from 1
 */
public record Place(String topic, int partition, long offset) {

    /** Stands for the log of the peers. */
    public static final String PEERS = "peers";

    static Place ofPeers(long line) {
        return new Place(PEERS, 0, line);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
