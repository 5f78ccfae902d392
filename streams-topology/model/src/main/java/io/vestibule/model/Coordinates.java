package io.vestibule.model;

/**
 * Where an input stands. Immutable.
 *
 * @param topic its topic; a timer names the due index
 * @param partition its partition
 * @param offset its offset; a timer names the time that was due, in milliseconds since the epoch
 */
public record Coordinates(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "/" + partition + "@" + offset;
    }
}
