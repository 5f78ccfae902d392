package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.operator.ForgetReport;
import io.vestibule.operator.Forgetting;
import io.vestibule.operator.Traces;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code forget USER}: nothing of a person is kept, and what is left for a while is told. */
@Command(
        name = "forget",
        description =
                "Forget a person: drop the user's invites, and the outcomes of commands about them, from every store and"
                        + " view; then say which topics still name the user, and until when. What is pending stays unless"
                        + " --force is given, and the others are forgotten all the same. Saying it again changes nothing.",
        footer = "%nExample: vestibule forget @bob:us.example --dry-run",
        mixinStandardHelpOptions = true)
public final class ForgetCommand extends PrintingCommand {

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Parameters(index = "0", paramLabel = "USER", description = "The user's ID.", converter = MatrixIds.User.class)
    @Nullable
    UserId user;

    @Option(
            names = "--force",
            description =
                    "Also forget what is pending: an invite that awaits an answer, a join or leave that is under way,"
                            + " a leave that the room is still to be told of. It is over then, and the room is told nothing.")
    boolean force;

    @Option(names = "--dry-run", description = "Say what is there, and change nothing.")
    boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the outcomes (default: ${DEFAULT-VALUE}).")
    int wait;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        VestibuleConfig config = deployment.configuration();
        ClientSettings settings = Deployments.settings(config);
        Progress progress = new Progress(err(), "reading the topics");
        Traces traces = new Traces(settings, config.kafka().topics(), requireUser(), progress::step);
        Forgetting forgetting = new Forgetting(
                new Forgetting.Wish(requireUser(), force, SendingCommand.issuer(), SendingCommand::newId),
                traces,
                open -> remark("waiting for " + open + " rooms …"));
        ForgetReport report = dryRun ? forgetting.look() : run(forgetting, settings);
        if (deployment.json) {
            print(report.json());
        } else {
            report.lines().forEach(this::print);
        }
        return code(report.outcomes()).code();
    }

    private ForgetReport run(Forgetting forgetting, ClientSettings settings)
            throws InterruptedException, ExecutionException {
        AtomicReference<CommandClient> opened = new AtomicReference<>();
        try {
            return forgetting.run(
                    () -> {
                        CommandClient client = CommandClient.open(settings);
                        opened.set(client);
                        return client;
                    },
                    Duration.ofSeconds(wait));
        } finally {
            Optional.ofNullable(opened.get()).ifPresent(CommandClient::close);
        }
    }

    private UserId requireUser() {
        return Optional.ofNullable(user).orElseThrow();
    }

    private static ExitCode code(Map<RoomId, Optional<CommandOutcome>> outcomes) {
        ExitCode worst = ExitCode.OK;
        for (Optional<CommandOutcome> outcome : outcomes.values()) {
            if (outcome.isEmpty()) {
                return ExitCode.NO_OUTCOME_YET;
            }
            if (outcome.get().getOutcome() != OutcomeType.FORGOTTEN) {
                worst = ExitCode.of(outcome.get().getOutcome());
            }
        }
        return worst;
    }
}
