package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.NotConnectedException;
import io.vestibule.client.TopicReader;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code dlq replay LETTER}: lets a record be processed again. */
@Command(
        name = "replay",
        description = {
            "Let the record of a dead letter be processed again.",
            "A command is sent anew, under a new ID, and its outcome is waited for: its old ID has an outcome already. Any other"
                    + " record is appended to its topic again as it was; what was processed before is recognised and changes"
                    + " nothing. The letter itself stays until its retention is over."
        },
        footer = "%nExample: vestibule dlq replay 3-17",
        mixinStandardHelpOptions = true)
final class DlqReplayCommand extends PrintingCommand {

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

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Parameters(
            index = "0",
            paramLabel = "LETTER",
            description = "Its name in the list: partition, hyphen, offset.",
            converter = DeadLetterPlace.Syntax.class)
    @Nullable
    DeadLetterPlace place;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for a command's outcome (default: ${DEFAULT-VALUE}).")
    int wait;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        ClientSettings settings = deployment.settings();
        DeadLetterPlace wanted = Optional.ofNullable(place).orElseThrow();
        DeadLetter letter;
        try (TopicReader reader = TopicReader.open(settings)) {
            letter = DlqCommand.find(reader, wanted, spec().commandLine());
        }
        ByteBuffer value = letter.getValue();
        boolean input = INPUTS.stream()
                .anyMatch(topic -> topic.prefixed(settings.topicPrefix()).name().equals(letter.getTopic()));
        if (value == null || !input) {
            throw new ParameterException(
                    spec().commandLine(),
                    "dead letter " + wanted + " is of " + letter.getTopic() + " and cannot be replayed: "
                            + (input ? "it has no value" : "nobody processes the records of that topic"));
        }
        Topic<InviteCommand> commands = Topics.INVITES_COMMANDS.prefixed(settings.topicPrefix());
        return letter.getTopic().equals(commands.name())
                ? sendAnew(settings, commands, bytes(value))
                : append(settings, letter, bytes(value), wanted);
    }

    private int sendAnew(ClientSettings settings, Topic<InviteCommand> commands, byte[] value)
            throws InterruptedException, ExecutionException {
        InviteCommand command = InviteCommand.newBuilder(read(settings, commands, value))
                .setCommandId(SendingCommand.newId())
                .setIssuedAt(System.currentTimeMillis())
                .setNotAfter(0)
                .setIssuedBy(SendingCommand.issuer())
                .build();
        try (CommandClient client = CommandClient.open(settings)) {
            Optional<CommandOutcome> outcome = new CommandRun(client, err()).run(command, Duration.ofSeconds(wait));
            print(deployment.json ? OutcomeText.json(command, outcome) : OutcomeText.plain(command, outcome));
            return outcome.map(known -> ExitCode.of(known.getOutcome()))
                    .orElse(ExitCode.NO_OUTCOME_YET)
                    .code();
        }
    }

    private InviteCommand read(ClientSettings settings, Topic<InviteCommand> commands, byte[] value) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        try (AvroSerdes serdes = AvroSerdes.of(keys)) {
            return serdes.deserializer(commands).deserialize(commands.name(), value);
        } catch (BadRecordException bad) {
            throw new ParameterException(
                    spec().commandLine(), "its bytes are no command and never will be: " + bad.getMessage(), bad);
        }
    }

    private int append(ClientSettings settings, DeadLetter letter, byte[] value, DeadLetterPlace from)
            throws InterruptedException, ExecutionException {
        ByteBuffer key = letter.getKey();
        ProducerRecord<byte[], byte[]> again =
                new ProducerRecord<>(letter.getTopic(), letter.getPartition(), key == null ? null : bytes(key), value);
        again.headers().add("replay-of-dead-letter", from.toString().getBytes(UTF_8));
        again.headers().add("replayed-by", SendingCommand.issuer().getBytes(UTF_8));
        try (Producer<byte[], byte[]> producer = producer(settings)) {
            RecordMetadata at = producer.send(again).get();
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("letter", from.toString())
                        .field("topic", at.topic())
                        .field("partition", at.partition())
                        .field("offset", at.offset())
                        .endObject());
            } else {
                print("appended again as " + at);
            }
            return ExitCode.OK.code();
        }
    }

    /** @throws NotConnectedException if nothing listens where the brokers should be */
    private static Producer<byte[], byte[]> producer(ClientSettings settings) {
        settings.requireReachable();
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
