package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.Commands;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.operator.Traces;
import io.vestibule.operator.Traces.Trace;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.TopicLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private static final Duration TICK = Duration.ofSeconds(1);

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
        TopicLayout layout = config.kafka().topics();
        Progress progress = new Progress(err(), "reading the topics");
        Traces traces = new Traces(settings, layout, requireUser(), progress::step);
        Set<RoomId> rooms = traces.rooms();
        Map<RoomId, Optional<CommandOutcome>> outcomes = dryRun ? Map.of() : forget(settings, rooms);
        List<Trace> left = traces.everywhere();
        ForgetReport report = new ForgetReport(requireUser(), rooms, outcomes, left);
        if (deployment.json) {
            print(report.json());
        } else {
            report.lines().forEach(this::print);
        }
        return code(outcomes).code();
    }

    private UserId requireUser() {
        return Optional.ofNullable(user).orElseThrow();
    }

    private Map<RoomId, Optional<CommandOutcome>> forget(ClientSettings settings, Set<RoomId> rooms)
            throws InterruptedException, ExecutionException {
        Map<RoomId, Optional<CommandOutcome>> outcomes = new LinkedHashMap<>();
        if (rooms.isEmpty()) {
            return outcomes;
        }
        try (CommandClient client = CommandClient.open(settings)) {
            Map<RoomId, CompletableFuture<CommandOutcome>> sent = new LinkedHashMap<>();
            rooms.forEach(room -> sent.put(room, client.send(command(room))));
            long deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
            for (Map.Entry<RoomId, CompletableFuture<CommandOutcome>> each : sent.entrySet()) {
                outcomes.put(each.getKey(), await(each.getValue(), deadline, sent.values()));
            }
        }
        return outcomes;
    }

    private InviteCommand command(RoomId room) {
        return Commands.forget(room, requireUser(), force, SendingCommand.issuer())
                .setCommandId(SendingCommand.newId())
                .build();
    }

    private Optional<CommandOutcome> await(
            CompletableFuture<CommandOutcome> outcome, long deadline, Iterable<CompletableFuture<CommandOutcome>> all)
            throws InterruptedException, ExecutionException {
        while (true) {
            long left = Math.max(0, deadline - System.nanoTime());
            try {
                return Optional.of(outcome.get(Math.min(left, TICK.toNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException notYet) {
                if (left <= TICK.toNanos()) {
                    return Optional.empty();
                }
                List<CompletableFuture<CommandOutcome>> open = new ArrayList<>();
                all.forEach(open::add);
                open.removeIf(CompletableFuture::isDone);
                remark("waiting for " + open.size() + " rooms …");
            }
        }
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
