package io.vestibule.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends commands and hears their outcomes. Outcomes are read from where the topic ended when the client was opened, so the
 * outcome of every command that is sent through it is seen. One client serves a whole process; it is thread-safe.
 */
public final class CommandClient implements AutoCloseable {

    private final String commands;
    private final Connection connection;
    private final Producer<byte[], InviteCommand> producer;
    private final TopicFollower outcomes;
    private final Map<String, CompletableFuture<CommandOutcome>> waiting = new ConcurrentHashMap<>();

    private CommandClient(Connection connection) {
        Topic<InviteCommand> topic = connection.named(Topics.INVITES_COMMANDS);
        this.connection = connection;
        this.commands = topic.name();
        this.producer = connection.producer(topic);
        this.outcomes = follow(connection, producer);
        outcomes.ended().whenComplete((ended, failure) -> giveUp());
    }

    private TopicFollower follow(Connection over, Producer<byte[], InviteCommand> opened) {
        try {
            return TopicFollower.over(over, Topics.INVITES_OUTCOMES, TopicFollower.From.END, this::heard);
        } catch (NotConnectedException failure) {
            Closing.quietly(opened);
            throw failure;
        }
    }

    /**
     * Connects and finds the end of {@code invites.outcomes}.
     *
     * @throws NotConnectedException if broker, registry or topic cannot be reached in time
     */
    public static CommandClient open(ClientSettings settings) {
        Connection connection = Connection.open(settings);
        try {
            return new CommandClient(connection);
        } catch (KafkaException failure) {
            Closing.quietly(connection);
            throw connection.refused(failure);
        } catch (NotConnectedException failure) {
            Closing.quietly(connection);
            throw failure;
        }
    }

    /**
     * Appends a command to the log. Sending a command ID again is safe: the command is decided once, and its outcome is
     * published again. Blocks for at most ten seconds, while the broker's whereabouts are not known.
     *
     * <p>Stages that depend on the future run on a thread of their own and may block. Nothing has to be done about a future
     * that nobody waits for any more: every command comes to an outcome.
     *
     * @return completed with the command's one outcome; exceptionally, with Kafka's exception, if the command could not be
     *     written or the outcomes can no longer be read, and cancelled if the client is closed first. The same future for
     *     everybody who waits for the command ID.
     */
    public CompletableFuture<CommandOutcome> send(InviteCommand command) {
        CompletableFuture<CommandOutcome> outcome = waitFor(command.getCommandId());
        try {
            producer.send(
                    new ProducerRecord<>(commands, command.getRoomId().getBytes(UTF_8), command),
                    (written, failure) -> {
                        if (failure != null) {
                            fail(command.getCommandId(), failure);
                        }
                    });
        } catch (KafkaException | IllegalStateException failure) {
            fail(command.getCommandId(), failure);
        }
        return outcome;
    }

    private CompletableFuture<CommandOutcome> waitFor(String command) {
        CompletableFuture<CommandOutcome> outcome = waiting.computeIfAbsent(command, id -> new CompletableFuture<>());
        if (outcomes.ended().isDone()) {
            giveUp();
        }
        return outcome;
    }

    private void heard(ConsumerRecord<byte[], CommandOutcome> read) {
        CommandOutcome known = read.value();
        CompletableFuture<CommandOutcome> outcome = known == null ? null : waiting.remove(known.getCommandId());
        if (outcome != null) {
            Thread.startVirtualThread(() -> outcome.complete(known));
        }
    }

    private void fail(String command, Exception failure) {
        CompletableFuture<CommandOutcome> outcome = waiting.remove(command);
        if (outcome != null) {
            outcome.completeExceptionally(failure);
        }
    }

    private void giveUp() {
        Throwable reason = outcomes.ended().handle((ended, failure) -> failure).join();
        waiting.keySet().forEach(command -> {
            CompletableFuture<CommandOutcome> outcome = waiting.remove(command);
            if (outcome != null) {
                outcome.completeExceptionally(
                        reason == null ? new CancellationException("the client was closed") : reason);
            }
        });
    }

    @Override
    public void close() {
        outcomes.close();
        producer.close(Duration.ofSeconds(5));
        connection.close();
        waiting.values().forEach(outcome -> outcome.cancel(false));
    }
}
