package io.vestibule.cli;

import io.vestibule.client.CommandClient;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.Residency;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on the log about one invite, and the wait for its one outcome. */
abstract class SendingCommand extends PrintingCommand {

    private static final String ISSUED_BY = "cli";

    @Mixin
    InviteTarget target = new InviteTarget();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the outcome (default: ${DEFAULT-VALUE}). 0 does not wait.")
    int wait;

    @Option(
            names = "--command-id",
            paramLabel = "ID",
            description = "The command's ID; a repeated ID gets the outcome that it got before (default: a new one).")
    @Nullable
    String commandId;

    /** Completes the command with what was asked for. */
    abstract InviteCommand.Builder complete(InviteCommand.Builder command);

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        InviteCommand command = complete(InviteCommand.newBuilder()
                        .setCommandId(Optional.ofNullable(commandId).orElseGet(SendingCommand::newId))
                        .setRoomId(target.requireRoom().value())
                        .setUserId(target.requireUser().value())
                        .setIssuedAt(System.currentTimeMillis())
                        .setResident(Residency.UNKNOWN)
                        .setIssuedBy(issuer()))
                .build();
        try (CommandClient client = CommandClient.open(target.settings())) {
            Optional<CommandOutcome> outcome = new CommandRun(client, err()).run(command, Duration.ofSeconds(wait));
            print(target.json ? OutcomeText.json(command, outcome) : OutcomeText.plain(command, outcome));
            return outcome.map(known -> ExitCode.of(known.getOutcome()))
                    .orElse(ExitCode.NO_OUTCOME_YET)
                    .code();
        }
    }

    /** @return who asks: the command line, and whose it is */
    static String issuer() {
        String person = System.getProperty("user.name", "");
        return person.isBlank() ? ISSUED_BY : ISSUED_BY + ":" + person;
    }

    /** @return an ID for a command of the command line */
    static String newId() {
        return "cli-" + UUID.randomUUID();
    }
}
