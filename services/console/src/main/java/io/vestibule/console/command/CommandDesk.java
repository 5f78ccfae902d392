package io.vestibule.console.command;

import io.micrometer.core.instrument.Counter;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.TopicReader;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.operator.DeadLetterReplay;
import io.vestibule.operator.OutcomeJson;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends commands and waits for their outcomes, a bounded time. Blocks the caller's thread. Thread-safe. */
public final class CommandDesk implements AutoCloseable {

    private static final Duration REPLAY_WAIT = Duration.ofSeconds(30);

    /**
     * What to answer.
     *
     * @param isSettled whether there is an outcome; else the command stays in force
     * @param json the answer
     */
    public record Reply(boolean isSettled, JsonWriter json) {}

    private final ClientSettings settings;
    private final CommandClient client;
    private final Metrics metrics;
    private volatile boolean broken;

    private CommandDesk(ClientSettings settings, CommandClient client, Metrics metrics) {
        this.settings = settings;
        this.client = client;
        this.metrics = metrics;
    }

    /** @throws io.vestibule.client.NotConnectedException if broker, registry or topic cannot be reached in time */
    public static CommandDesk open(ClientSettings settings, Metrics metrics) {
        return new CommandDesk(settings, CommandClient.open(settings), metrics);
    }

    /**
     * @param body the command as JSON
     * @param tokenOf whose token was shown, empty for none
     * @return its outcome, if there is one in time
     * @throws BadRequest if the body is no command
     * @throws ExecutionException if the command could not be written
     */
    public Reply send(byte[] body, Optional<String> tokenOf)
            throws BadRequest, ExecutionException, InterruptedException {
        CommandReader.Request request = CommandReader.read(body, tokenOf);
        return send(request.command(), request.patience());
    }

    private Reply send(InviteCommand command, Duration wait) throws ExecutionException, InterruptedException {
        Optional<CommandOutcome> outcome;
        try {
            outcome = Optional.of(client.send(command).get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
            outcome = Optional.empty();
        } catch (CancellationException closing) {
            throw new ExecutionException("the console is shutting down", closing);
        } catch (ExecutionException failure) {
            broken = true;
            throw failure;
        }
        counter(
                        command.getType(),
                        outcome.map(known -> known.getOutcome().name()).orElse(OutcomeJson.PENDING))
                .increment();
        return new Reply(outcome.isPresent(), OutcomeJson.of(command, outcome));
    }

    /** @return whether a command could not be written or outcomes can no longer be read, so that a new desk is due */
    public boolean isBroken() {
        return broken;
    }

    Counter counter(CommandType type, String outcome) {
        return metrics.counter(Metric.CONSOLE_COMMANDS, type.name(), outcome);
    }

    /** What the desk sends with; the desk closes it. */
    CommandClient client() {
        return client;
    }

    /**
     * Lets the record of a dead letter be processed again.
     *
     * @param body {@code {"by":…}}, or empty
     * @return what came of it; empty if there is no such letter
     * @throws BadRequest if it cannot be replayed
     * @throws ExecutionException if it could not be written
     */
    public Optional<Reply> replay(TopicReader reader, DeadLetterPlace place, byte[] body, Optional<String> tokenOf)
            throws BadRequest, ExecutionException, InterruptedException {
        Optional<String> named = Optional.empty();
        if (body.length > 0) {
            Body parsed = Body.parse(body);
            named = parsed.text("by");
            parsed.nothingElse();
        }
        String issuer = CommandReader.issuer(tokenOf, named);
        Optional<DeadLetter> letter = reader.at(Topics.INVITES_DEAD_LETTERS, place.partition(), place.offset())
                .map(ConsumerRecord::value);
        return letter.isEmpty() ? Optional.empty() : Optional.of(replay(letter.get(), place, issuer));
    }

    private Reply replay(DeadLetter letter, DeadLetterPlace place, String issuer)
            throws BadRequest, ExecutionException, InterruptedException {
        DeadLetterReplay replay = new DeadLetterReplay(settings);
        return switch (replay.plan(letter)) {
            case DeadLetterReplay.Plan.SendAnew anew -> {
                InviteCommand command = InviteCommand.newBuilder(anew.command())
                        .setCommandId("console-" + UUID.randomUUID())
                        .setIssuedAt(System.currentTimeMillis())
                        .setNotAfter(0)
                        .setIssuedBy(issuer)
                        .build();
                yield send(command, REPLAY_WAIT);
            }
            case DeadLetterReplay.Plan.Append append -> {
                RecordMetadata at = replay.append(append, place, issuer);
                yield new Reply(
                        true,
                        new JsonWriter()
                                .beginObject()
                                .field("letter", place.toString())
                                .field("topic", at.topic())
                                .field("partition", at.partition())
                                .field("offset", at.offset())
                                .endObject());
            }
            case DeadLetterReplay.Plan.Impossible impossible ->
                throw BadRequest.invalid("Dead letter " + place + " is of " + letter.getTopic()
                        + " and cannot be replayed: " + impossible.why());
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
