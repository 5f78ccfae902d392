package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what our homeserver tells, for a test that tells a lot. Safe for use by several threads. */
final class FeedWriter implements AutoCloseable {

    private final AvroSerdes serdes;
    private final Producer<byte[], byte[]> producer;

    private FeedWriter(AvroSerdes serdes, Producer<byte[], byte[]> producer) {
        this.serdes = serdes;
        this.producer = producer;
    }

    static FeedWriter open(VestibuleConfig config) {
        Map<String, Object> keys = config.kafka().clientProperties();
        Map<String, Object> serdeKeys = config.kafka().clientProperties();
        serdeKeys.putAll(config.schemaRegistry().serdeProperties());
        return new FeedWriter(
                AvroSerdes.of(serdeKeys),
                new KafkaProducer<>(keys, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    <V extends SpecificRecord> void tell(Topic<V> topic, RoomId room, V value) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), room.value().getBytes(UTF_8), bytes));
    }

    @Override
    public void close() {
        producer.close();
        serdes.close();
    }
}
