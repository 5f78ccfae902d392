package io.vestibule.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Sends commands and hears their outcomes. Outcomes are read from where the topic ended when the client was opened, so the
 * outcome of every command that is sent through it is seen. Thread-safe.
 */
public final class CommandClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String commands;
    private final AvroSerdes serdes;
    private final Producer<byte[], InviteCommand> producer;
    private final Consumer<byte[], CommandOutcome> consumer;
    private final Map<String, CompletableFuture<CommandOutcome>> waiting = new ConcurrentHashMap<>();
    private final Thread listener;
    private volatile boolean closing;

    private CommandClient(
            String commands,
            AvroSerdes serdes,
            Producer<byte[], InviteCommand> producer,
            Consumer<byte[], CommandOutcome> consumer) {
        this.commands = commands;
        this.serdes = serdes;
        this.producer = producer;
        this.consumer = consumer;
        this.listener = Thread.ofPlatform().daemon().name("outcomes").unstarted(this::listen);
    }

    /**
     * Connects and finds the end of {@code invites.outcomes}.
     *
     * @throws NotConnectedException if broker, registry or topic cannot be reached in time
     */
    public static CommandClient open(VestibuleConfig config) {
        Reachability.check(config);
        AvroSerdes serdes = AvroSerdes.of(ClientKeys.serdes(config));
        String prefix = config.kafka().topics().prefix();
        Topic<InviteCommand> commands = Topics.INVITES_COMMANDS.prefixed(prefix);
        Topic<CommandOutcome> outcomes = Topics.INVITES_OUTCOMES.prefixed(prefix);
        Producer<byte[], InviteCommand> producer = null;
        Consumer<byte[], CommandOutcome> consumer = null;
        try {
            producer =
                    new KafkaProducer<>(ClientKeys.producer(config), ClientKeys.BYTES_OUT, serdes.serializer(commands));
            consumer = new KafkaConsumer<>(
                    ClientKeys.consumer(config), ClientKeys.BYTES_IN, serdes.deserializer(outcomes));
            Positions.assignAtEnd(consumer, outcomes.name());
        } catch (KafkaException failure) {
            Closing.quietly(producer, consumer, serdes);
            throw new NotConnectedException(config, failure);
        }
        CommandClient client = new CommandClient(commands.name(), serdes, producer, consumer);
        client.listener.start();
        return client;
    }

    /**
     * Appends a command to the log.
     *
     * @return completed with the command's one outcome; exceptionally if the command could not be written or the client is
     *     closed first
     */
    public CompletableFuture<CommandOutcome> send(InviteCommand command) {
        CompletableFuture<CommandOutcome> outcome =
                waiting.computeIfAbsent(command.getCommandId(), id -> new CompletableFuture<>());
        byte[] key = command.getRoomId().getBytes(UTF_8);
        producer.send(new ProducerRecord<>(commands, key, command), (written, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            }
        });
        producer.flush();
        return outcome;
    }

    private void listen() {
        try {
            while (!closing) {
                for (ConsumerRecord<byte[], CommandOutcome> record : consumer.poll(POLL)) {
                    CompletableFuture<CommandOutcome> outcome =
                            waiting.remove(record.value().getCommandId());
                    if (outcome != null) {
                        outcome.complete(record.value());
                    }
                }
            }
        } catch (WakeupException stopped) {
            closing = true;
        } catch (KafkaException failure) {
            waiting.values().forEach(outcome -> outcome.completeExceptionally(failure));
        } finally {
            consumer.close();
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            listener.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
        serdes.close();
        waiting.values().forEach(outcome -> outcome.cancel(false));
    }
}
