package io.vestibule.chaos.load;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.client.ClientSettings;
import io.vestibule.client.CommandClient;
import io.vestibule.client.NotConnectedException;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Sends commands, each again until its outcome is there. Thread-safe. */
public final class Commander implements AutoCloseable {

    private static final long AGAIN_AFTER_SECONDS = 20;
    private static final long PAUSE_MS = 500;

    private final ClientSettings settings;
    private final Journal journal;
    private @Nullable CommandClient client;
    private volatile boolean closed;

    /** @param journal hears of every command */
    public Commander(ClientSettings settings, Journal journal) {
        this.settings = settings;
        this.journal = journal;
    }

    /** @return completed with the outcome; cancelled when this is closed before */
    public CompletableFuture<CommandOutcome> send(InviteCommand command) {
        CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();
        journal.sent(new Journal.Sent(command, outcome));
        Thread.ofVirtual().name("command " + command.getCommandId()).start(() -> repeat(command, outcome));
        return outcome;
    }

    /** Sends the same command once more, as a caller does that has lost its answer. */
    public void repeat(InviteCommand command) {
        Thread.ofVirtual().start(() -> repeat(command, new CompletableFuture<>()));
    }

    private void repeat(InviteCommand command, CompletableFuture<CommandOutcome> outcome) {
        while (!closed && !outcome.isDone()) {
            try {
                once(command, outcome);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        outcome.cancel(false);
    }

    private void once(InviteCommand command, CompletableFuture<CommandOutcome> outcome) throws InterruptedException {
        CommandClient through = null;
        try {
            through = client();
            outcome.complete(through.send(command).get(AGAIN_AFTER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException refused) {
            if (!(refused.getCause() instanceof RetriableException)) {
                drop(through);
            }
            Thread.sleep(PAUSE_MS);
        } catch (TimeoutException noAnswerYet) {
            Thread.onSpinWait(); // the next round sends it again
        } catch (NotConnectedException | CancellationException brokersAreDown) {
            Thread.sleep(PAUSE_MS);
        } catch (KafkaException | IllegalStateException closedByAnother) {
            drop(through);
            Thread.sleep(PAUSE_MS);
        }
    }

    private synchronized CommandClient client() {
        if (client == null) {
            client = CommandClient.open(settings);
        }
        return client;
    }

    private synchronized void drop(@Nullable CommandClient broken) {
        if (broken != null && client == broken) {
            broken.close();
            client = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
