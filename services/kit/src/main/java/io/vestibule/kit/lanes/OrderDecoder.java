package io.vestibule.kit.lanes;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads an order from a record. Called on the polling thread, one record at a time.
 *
 * @param <T> the type of an order
 */
@FunctionalInterface
public interface OrderDecoder<T> {

    /**
     * @param kafkaRecord the record as it stands in the topic
     * @return the order, or why there is none; an exception thrown instead stops the consumer
     */
    DecodedOrder<T> decode(ConsumerRecord<byte[], byte[]> kafkaRecord);
}
