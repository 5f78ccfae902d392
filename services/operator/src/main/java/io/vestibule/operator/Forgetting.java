package io.vestibule.operator;

import io.vestibule.client.CommandClient;
import io.vestibule.client.Commands;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Forgets a person: a command for each room in which something is kept, and then a look at what is left where. Used once, by
 * one thread.
 */
public final class Forgetting {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Wish wish;
    private final Traces traces;
    private final IntConsumer waiting;

    /**
     * What is asked for.
     *
     * @param user the person
     * @param pendingToo also what is pending, which is over then for good
     * @param issuer who asks, as it stands on the log
     * @param ids names the commands
     */
    public record Wish(UserId user, boolean pendingToo, String issuer, Supplier<String> ids) {}

    /**
     * @param traces of the same person
     * @param waiting hears each second of how many rooms the outcome is not there yet
     */
    public Forgetting(Wish wish, Traces traces, IntConsumer waiting) {
        this.wish = wish;
        this.traces = traces;
        this.waiting = waiting;
    }

    /** @return what there is of the person; nothing is changed */
    public ForgetReport look() {
        return new ForgetReport(wish.user(), traces.rooms(), Map.of(), traces.everywhere());
    }

    /**
     * Does it.
     *
     * @param client sends the commands; asked for if there is anything to forget, and stays the caller's to close
     * @param patience how long outcomes are waited for; what has none then stays in force
     * @throws ExecutionException if a command could not be written
     */
    public ForgetReport run(Supplier<CommandClient> client, Duration patience)
            throws InterruptedException, ExecutionException {
        Set<RoomId> rooms = traces.rooms();
        Map<RoomId, Optional<CommandOutcome>> outcomes =
                rooms.isEmpty() ? Map.of() : outcomes(client.get(), rooms, patience);
        return new ForgetReport(wish.user(), rooms, outcomes, traces.everywhere());
    }

    private Map<RoomId, Optional<CommandOutcome>> outcomes(CommandClient client, Set<RoomId> rooms, Duration patience)
            throws InterruptedException, ExecutionException {
        Map<RoomId, CompletableFuture<CommandOutcome>> sent = new LinkedHashMap<>();
        rooms.forEach(room -> sent.put(room, client.send(command(room))));
        long deadline = System.nanoTime() + patience.toNanos();
        Map<RoomId, Optional<CommandOutcome>> outcomes = new LinkedHashMap<>();
        for (Map.Entry<RoomId, CompletableFuture<CommandOutcome>> each : sent.entrySet()) {
            outcomes.put(each.getKey(), Optional.ofNullable(await(each.getValue(), deadline, sent)));
        }
        return outcomes;
    }

    private InviteCommand command(RoomId room) {
        return Commands.forget(room, wish.user(), wish.pendingToo(), wish.issuer())
                .setCommandId(wish.ids().get())
                .build();
    }

    private @Nullable CommandOutcome await(
            CompletableFuture<CommandOutcome> outcome,
            long deadline,
            Map<RoomId, CompletableFuture<CommandOutcome>> all)
            throws InterruptedException, ExecutionException {
        while (true) {
            long left = Math.max(0, deadline - System.nanoTime());
            try {
                return outcome.get(Math.min(left, TICK.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                if (left <= TICK.toNanos()) {
                    return null;
                }
                waiting.accept((int)
                        all.values().stream().filter(each -> !each.isDone()).count());
            }
        }
    }
}
