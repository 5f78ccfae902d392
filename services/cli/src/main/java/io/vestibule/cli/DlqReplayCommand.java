package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.TopicReader;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.operator.DeadLetterReplay;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.RecordMetadata;
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

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Parameters(
            index = "0",
            paramLabel = "LETTER",
            description = "Its name in the list: partition, hyphen, offset.",
            converter = DeadLetterName.class)
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
        DeadLetterReplay replay = new DeadLetterReplay(settings);
        return switch (replay.plan(letter)) {
            case DeadLetterReplay.Plan.SendAnew send -> sendAnew(settings, send.command());
            case DeadLetterReplay.Plan.Append append -> append(replay, append, wanted);
            case DeadLetterReplay.Plan.Impossible impossible ->
                throw new ParameterException(
                        spec().commandLine(),
                        "dead letter " + wanted + " is of " + letter.getTopic() + " and cannot be replayed: "
                                + impossible.why());
        };
    }

    private int sendAnew(ClientSettings settings, InviteCommand buried)
            throws InterruptedException, ExecutionException {
        InviteCommand command = InviteCommand.newBuilder(buried)
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

    private int append(DeadLetterReplay replay, DeadLetterReplay.Plan.Append append, DeadLetterPlace from)
            throws InterruptedException, ExecutionException {
        RecordMetadata at = replay.append(append, from, SendingCommand.issuer());
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
