package io.vestibule.cli;

import io.vestibule.client.CommandClient;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.Residency;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code accept} and {@code reject} have in common: a command on the log, and the wait for its one outcome. */
abstract class DecisionCommand implements Callable<Integer> {

    private static final String ISSUED_BY = "cli";

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    InviteTarget target = new InviteTarget();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the outcome (default: ${DEFAULT-VALUE}). 0 does not wait.")
    int wait;

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason to put into the member event.")
    @Nullable
    String reason;

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
        VestibuleConfig config = target.configuration();
        InviteCommand command = complete(InviteCommand.newBuilder()
                        .setCommandId(Optional.ofNullable(commandId).orElseGet(DecisionCommand::newId))
                        .setRoomId(target.requireRoom().value())
                        .setUserId(target.requireUser().value())
                        .setIssuedAt(System.currentTimeMillis())
                        .setResident(Residency.UNKNOWN)
                        .setIssuedBy(ISSUED_BY))
                .build();
        try (CommandClient client = CommandClient.open(Deployments.settings(config))) {
            Optional<CommandOutcome> outcome = new CommandRun(client, err()).run(command, Duration.ofSeconds(wait));
            out().println(target.json ? OutcomeText.json(command, outcome) : OutcomeText.plain(command, outcome));
            out().flush();
            return outcome.map(known -> ExitCode.of(known.getOutcome()))
                    .orElse(ExitCode.NO_OUTCOME_YET)
                    .code();
        }
    }

    private static String newId() {
        return "cli-" + UUID.randomUUID();
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        return Optional.ofNullable(spec).orElseThrow();
    }
}
