package io.vestibule.cli;

import io.vestibule.client.CommandClient;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command sent and waited for, with a line of progress each second after the first. */
final class CommandRun {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final CommandClient client;
    private final PrintWriter progress;

    CommandRun(CommandClient client, PrintWriter progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * @param wait how long to wait for the outcome
     * @return the outcome, or empty if there was none in time
     * @throws ExecutionException if the command could not be written
     */
    Optional<CommandOutcome> run(InviteCommand command, Duration wait) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        CompletableFuture<CommandOutcome> outcome = client.send(command);
        while (true) {
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            Duration left = wait.minus(passed);
            if (left.isNegative()) {
                return Optional.empty();
            }
            try {
                long tick = Math.min(left.toMillis() + 1, TICK.toMillis());
                return Optional.of(outcome.get(tick, TimeUnit.MILLISECONDS));
            } catch (TimeoutException notYet) {
                report(command, passed.plus(TICK));
            }
        }
    }

    private void report(InviteCommand command, Duration passed) {
        progress.printf("%s is under way (%d s) …%n", command.getCommandId(), passed.toSeconds());
        progress.flush();
    }
}
