package io.vestibule.ingress.feed;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A compacted topic that can be followed: how its values are read and where from.
 *
 * @param topic its full name
 * @param deserializer reads the values
 * @param consumer makes a consumer without a group, which is closed by whoever follows
 * @param unreadable runs for each record that is passed over because it cannot be read; must not block
 * @param <V> the topic's value
 */
public record Feed<V>(
        String topic, Deserializer<V> deserializer, Supplier<Consumer<String, byte[]>> consumer, Runnable unreadable) {

    /**
     * Starts to follow.
     *
     * @param taker called on the reader's thread
     * @throws IllegalStateException if the topic does not exist
     */
    public FeedReader<V> follow(FeedReader.Taker<V> taker) {
        return FeedReader.start(this, taker);
    }
}
