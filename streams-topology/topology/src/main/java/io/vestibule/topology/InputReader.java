package io.vestibule.topology;

import io.vestibule.model.Input;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import io.vestibule.topology.codec.CommandCodec;
import io.vestibule.topology.codec.FeedCodec;
import io.vestibule.topology.codec.InviteCodec;
import io.vestibule.topology.codec.OutcomeCodec;
import io.vestibule.topology.codec.ResultCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Records of every topic that the topology reads, as inputs. One per stream thread's processor. */
final class InputReader {

    private final Map<String, Function<Incoming, Read>> readers = new HashMap<>();

    /** What a record is. */
    sealed interface Read {

        /** An input for the decider. */
        record Understood(Input input) implements Read {}

        /** A command that names no room or user, so that no room's books can hold it; it is answered all the same. */
        record InvalidCommand(CommandOutcome outcome) implements Read {}
    }

    InputReader(AvroSerdes serdes, String prefix, Interest interest) {
        add(
                serdes,
                Topics.INVITES_RECEIVED.prefixed(prefix),
                received -> understood(InviteCodec.input(received, interest::of)));
        add(serdes, Topics.INVITES_COMMANDS.prefixed(prefix), InputReader::command);
        add(serdes, Topics.HOMESERVER_MEMBERSHIPS.prefixed(prefix), feed -> understood(FeedCodec.membership(feed)));
        add(serdes, Topics.HOMESERVER_ROOMS.prefixed(prefix), facts -> understood(FeedCodec.roomFacts(facts)));
        add(serdes, Topics.HOMESERVER_PDUS.prefixed(prefix), seen -> understood(FeedCodec.claim(seen)));
        add(
                serdes,
                Topics.INVITES_HANDSHAKE_RESULTS.prefixed(prefix),
                result -> understood(new Input.WorkDone(ResultCodec.read(result))));
    }

    private <V extends SpecificRecord> void add(AvroSerdes serdes, Topic<V> topic, Function<V, Read> read) {
        Deserializer<V> values = serdes.deserializer(topic);
        readers.put(
                topic.name(),
                incoming -> read.apply(values.deserialize(topic.name(), incoming.headers(), incoming.value())));
    }

    /**
     * @throws BadRecordException if the bytes will never be a record of their topic
     * @throws org.apache.kafka.common.KafkaException if the registry cannot be asked
     */
    Read read(Incoming incoming) {
        Function<Incoming, Read> reader = readers.get(incoming.origin().topic());
        if (reader == null) {
            throw new BadRecordException("not a topic of the topology: " + incoming.origin());
        }
        try {
            return reader.apply(incoming);
        } catch (IllegalArgumentException wrong) {
            throw new BadRecordException(incoming.origin() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Read understood(Input input) {
        return new Read.Understood(input);
    }

    private static Read command(InviteCommand command) {
        if (command.getCommandId().isEmpty()) {
            throw new BadRecordException("a command without ID, which cannot be answered");
        }
        try {
            return understood(new Input.CommandReceived(CommandCodec.read(command)));
        } catch (IllegalArgumentException wrong) {
            return new Read.InvalidCommand(OutcomeCodec.invalid(command, String.valueOf(wrong.getMessage())));
        }
    }
}
