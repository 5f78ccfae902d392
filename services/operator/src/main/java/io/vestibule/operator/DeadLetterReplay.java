package io.vestibule.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.NotConnectedException;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lets the record of a dead letter be processed again. A command is to be sent anew, under a new ID, because its old one has
 * an outcome already. Any other record is appended to its topic as it was; what was processed before is recognised and
 * changes nothing. Thread-safe.
 *
 * @param settings where the deployment's topics are
 */
public record DeadLetterReplay(ClientSettings settings) {

    /** Topics whose records somebody processes; all others are what processing came to. */
    private static final List<Topic<?>> INPUTS = List.of(
            Topics.INVITES_RECEIVED,
            Topics.INVITES_COMMANDS,
            Topics.INVITES_HANDSHAKES,
            Topics.INVITES_HANDSHAKE_RESULTS,
            Topics.HOMESERVER_MEMBERSHIPS,
            Topics.HOMESERVER_ROOMS,
            Topics.HOMESERVER_PDUS,
            Topics.HOMESERVER_USERS);

    private static final int PATIENCE_MS = 10_000;

    /** What is to be done with a letter. */
    public sealed interface Plan {

        /**
         * Send a command anew.
         *
         * @param command the command as it was; give it a new ID, time and issuer
         */
        record SendAnew(InviteCommand command) implements Plan {}

        /**
         * Append a record to its topic again.
         *
         * @param record topic, partition, key and value
         */
        record Append(ProducerRecord<byte[], byte[]> record) implements Plan {}

        /**
         * Nothing can be done.
         *
         * @param why the reason, in words
         */
        record Impossible(String why) implements Plan {}
    }

    /** @return the topics whose records can be processed again, without a prefix, for those who grant rights */
    public static List<Topic<?>> inputs() {
        return INPUTS;
    }

    /** @return what replaying the letter means */
    public Plan plan(DeadLetter letter) {
        ByteBuffer value = letter.getValue();
        boolean input = INPUTS.stream()
                .anyMatch(topic -> topic.prefixed(settings.topicPrefix()).name().equals(letter.getTopic()));
        if (!input) {
            return new Plan.Impossible("nobody processes the records of " + letter.getTopic());
        }
        if (value == null) {
            return new Plan.Impossible("it has no value");
        }
        Topic<InviteCommand> commands = Topics.INVITES_COMMANDS.prefixed(settings.topicPrefix());
        if (letter.getTopic().equals(commands.name())) {
            return command(commands, bytes(value));
        }
        ByteBuffer key = letter.getKey();
        return new Plan.Append(new ProducerRecord<>(
                letter.getTopic(), letter.getPartition(), key == null ? null : bytes(key), bytes(value)));
    }

    private Plan command(Topic<InviteCommand> commands, byte[] value) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        try (AvroSerdes serdes = AvroSerdes.of(keys)) {
            return new Plan.SendAnew(serdes.deserializer(commands).deserialize(commands.name(), value));
        } catch (BadRecordException bad) {
            return new Plan.Impossible("its bytes are no command and never will be: " + bad.getMessage());
        }
    }

    /**
     * Appends, with headers that name the letter and who asked.
     *
     * @return where the record stands now
     * @throws NotConnectedException if nothing listens where the brokers should be
     * @throws ExecutionException if the record was not written
     */
    public RecordMetadata append(Plan.Append append, DeadLetterPlace from, String issuer)
            throws ExecutionException, InterruptedException {
        settings.requireReachable();
        ProducerRecord<byte[], byte[]> again = append.record();
        again.headers().add("replay-of-dead-letter", from.toString().getBytes(UTF_8));
        again.headers().add("replayed-by", issuer.getBytes(UTF_8));
        try (Producer<byte[], byte[]> producer = producer()) {
            return producer.send(again).get();
        }
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(SizeBudget.producerConfig());
        keys.put(ProducerConfig.ACKS_CONFIG, "all");
        keys.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        keys.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(keys, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
