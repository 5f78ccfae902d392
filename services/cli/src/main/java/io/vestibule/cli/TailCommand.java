package io.vestibule.cli;

import io.vestibule.client.TopicFollower;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.History;
import io.vestibule.operator.HistoryEntry;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.catalog.Topics;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tail}: what is decided, as it is decided. */
@Command(
        name = "tail",
        description =
                "Print the ledger's events as they are decided, or the outcomes of commands, until it is stopped.",
        footer = "%nExample: vestibule tail --user @bob:us.example --from-start --for 5",
        mixinStandardHelpOptions = true)
public final class TailCommand extends PrintingCommand {

    @Mixin
    DeploymentOption deployment = new DeploymentOption();

    @Option(names = "--outcomes", description = "Follow the outcomes of commands instead of the ledger.")
    boolean outcomes;

    @Option(names = "--user", paramLabel = "USER", description = "Only this user's.", converter = MatrixIds.User.class)
    @Nullable
    UserId user;

    @Option(names = "--room", paramLabel = "ROOM", description = "Only in this room.", converter = MatrixIds.Room.class)
    @Nullable
    RoomId room;

    @Option(names = "--from-start", description = "Begin with the oldest record that is kept, not at the end.")
    boolean fromStart;

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop after this time (default: never).")
    @Nullable
    Long seconds;

    @Option(names = "--count", paramLabel = "COUNT", description = "Stop after this many lines (default: never).")
    long count = Long.MAX_VALUE;

    private final CountDownLatch enough = new CountDownLatch(1);

    @Override
    public boolean endsByItself() {
        return false;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        TopicFollower.From from = fromStart ? TopicFollower.From.START : TopicFollower.From.END;
        try (TopicFollower follower = outcomes
                ? TopicFollower.open(
                        deployment.settings(), Topics.INVITES_OUTCOMES, from, read -> outcome(read.value()))
                : TopicFollower.open(deployment.settings(), Topics.INVITES_EVENTS, from, read -> event(read.value()))) {
            follower.ended().whenComplete((ended, failure) -> enough.countDown());
            if (seconds == null) {
                enough.await();
            } else {
                enough.await(seconds, TimeUnit.SECONDS);
            }
            rethrow(follower.ended());
        }
        return ExitCode.OK.code();
    }

    private static void rethrow(Future<Void> ended) throws ExecutionException, InterruptedException {
        try {
            if (ended.isDone()) {
                ended.get(0, TimeUnit.SECONDS);
            }
        } catch (TimeoutException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void event(LedgerEvent event) {
        if (isWanted(event.getRoomId(), event.getUserId())) {
            HistoryEntry entry = History.entry(event);
            if (deployment.json) {
                JsonWriter json = new JsonWriter()
                        .beginObject()
                        .field("room", event.getRoomId())
                        .field("user", event.getUserId())
                        .name("entry");
                entry.writeTo(json);
                line(json.endObject());
            } else {
                line(event.getRoomId() + " " + event.getUserId() + "  " + entry.line());
            }
        }
    }

    private void outcome(CommandOutcome outcome) {
        if (isWanted(outcome.getRoomId(), outcome.getUserId())) {
            if (deployment.json) {
                line(new JsonWriter()
                        .beginObject()
                        .field(
                                "at",
                                Instant.ofEpochMilli(outcome.getDecidedAt()).toString())
                        .field("command_id", outcome.getCommandId())
                        .field("command", outcome.getCommand().name())
                        .field("room", outcome.getRoomId())
                        .field("user", outcome.getUserId())
                        .field("outcome", outcome.getOutcome().name())
                        .field("detail", outcome.getDetail())
                        .endObject());
            } else {
                line("%s  %-20s %-14s %s %s  %s"
                        .formatted(
                                Instant.ofEpochMilli(outcome.getDecidedAt()),
                                outcome.getOutcome(),
                                outcome.getCommand(),
                                outcome.getRoomId(),
                                outcome.getUserId(),
                                outcome.getDetail())
                        .stripTrailing());
            }
        }
    }

    private boolean isWanted(String inRoom, String ofUser) {
        return enough.getCount() > 0
                && (room == null || room.value().equals(inRoom))
                && (user == null || user.value().equals(ofUser));
    }

    private void line(JsonWriter json) {
        print(json);
        counted();
    }

    private void line(String text) {
        print(text);
        counted();
    }

    private void counted() {
        count--;
        if (count <= 0) {
            enough.countDown();
        }
    }
}
