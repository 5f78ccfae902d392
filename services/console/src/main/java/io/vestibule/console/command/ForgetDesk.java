package io.vestibule.console.command;

import io.vestibule.client.ClientSettings;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.ForgetReport;
import io.vestibule.operator.Forgetting;
import io.vestibule.operator.OutcomeJson;
import io.vestibule.operator.Traces;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.catalog.TopicLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Forgets people in the background, one or two at a time, since each time every topic is read; and says how far it is. What came
 * of it is remembered while the process runs, of the newest hundred. Thread-safe.
 */
public final class ForgetDesk implements AutoCloseable {

    private static final Duration OUTCOMES_WITHIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 2;
    private static final int REMEMBERED = 100;

    private final ClientSettings settings;
    private final TopicLayout layout;
    private final Supplier<CommandDesk> desk;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("vestibule-forget-", 0).factory());
    private final Map<UserId, Job> jobs = new LinkedHashMap<>();

    /**
     * @param settings where the deployment's topics are
     * @param layout how they are laid out
     * @param desk sends commands; asked for when there are some
     */
    public ForgetDesk(ClientSettings settings, TopicLayout layout, Supplier<CommandDesk> desk) {
        this.settings = settings;
        this.layout = layout;
        this.desk = desk;
    }

    /**
     * What is asked for.
     *
     * @param force also what is pending
     * @param dryRun only look
     */
    private record Wish(boolean force, boolean dryRun) {}

    /** One person's. */
    private record Job(
            Wish wish, Instant begun, AtomicLong read, AtomicInteger open, CompletableFuture<ForgetReport> report) {

        JsonWriter json(UserId user, boolean isDone) {
            JsonWriter json = new JsonWriter()
                    .beginObject()
                    .field("status", isDone ? "DONE" : "RUNNING")
                    .field("dry_run", wish.dryRun())
                    .field("begun_at", begun.toString())
                    .field("records_read", read.get())
                    .field("rooms_open", open.get());
            return (isDone ? report.join().writeTo(json) : json.field("user", user.value())).endObject();
        }
    }

    /**
     * Begins to forget a person, or joins what is under way, and waits for the end of it for a while.
     *
     * @param body {@code {"confirm":…,"force":…,"dry_run":…,"wait_ms":…,"by":…}}; {@code confirm} repeats the user's ID
     * @param tokenOf whose token was shown, empty for none
     * @throws BadRequest if it cannot be used, is not confirmed, or something else is under way for the same person
     * @throws ExecutionException if it could not be done
     */
    public CommandDesk.Reply forget(UserId user, byte[] body, Optional<String> tokenOf)
            throws BadRequest, ExecutionException, InterruptedException {
        Body asked = Body.parse(body);
        Wish wish = new Wish(asked.flag("force"), asked.flag("dry_run"));
        Optional<String> confirmed = asked.text("confirm");
        if (!wish.dryRun() && confirmed.filter(user.value()::equals).isEmpty()) {
            throw BadRequest.invalid("\"confirm\" must repeat the user's ID, " + user + ": nobody can undo this");
        }
        String issuer = CommandReader.issuer(tokenOf, asked.text("by"));
        Duration patience = Duration.ofMillis(
                asked.number("wait_ms", 0, LONGEST_WAIT.toMillis()).orElse(USUAL_WAIT.toMillis()));
        asked.nothingElse();
        return awaited(user, begun(user, wish, issuer), patience);
    }

    /** @return how far it is, or what came of it; empty if nobody has asked, or that was long ago */
    public Optional<CommandDesk.Reply> progress(UserId user) throws ExecutionException, InterruptedException {
        Optional<Job> job;
        synchronized (jobs) {
            job = Optional.ofNullable(jobs.get(user));
        }
        return job.isEmpty() ? Optional.empty() : Optional.of(awaited(user, job.get(), Duration.ZERO));
    }

    private static CommandDesk.Reply awaited(UserId user, Job job, Duration patience)
            throws ExecutionException, InterruptedException {
        try {
            job.report().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new CommandDesk.Reply(true, job.json(user, true));
        } catch (TimeoutException notYet) {
            return new CommandDesk.Reply(false, job.json(user, false));
        }
    }

    private Job begun(UserId user, Wish wish, String issuer) throws BadRequest {
        synchronized (jobs) {
            Job before = jobs.get(user);
            if (before != null && !before.report().isDone()) {
                if (!before.wish().equals(wish)) {
                    throw BadRequest.invalid("Something else is under way for " + user + "; ask for it with GET first");
                }
                return before;
            }
            makeRoom();
            Job job = new Job(wish, Instant.now(), new AtomicLong(), new AtomicInteger(), new CompletableFuture<>());
            jobs.remove(user);
            jobs.put(user, job);
            threads.execute(() -> carryOut(user, job, issuer));
            return job;
        }
    }

    private void makeRoom() throws BadRequest {
        Iterator<Job> oldest = jobs.values().iterator();
        while (jobs.size() >= REMEMBERED && oldest.hasNext()) {
            if (oldest.next().report().isDone()) {
                oldest.remove();
            }
        }
        if (jobs.size() >= REMEMBERED) {
            throw new BadRequest("M_LIMIT_EXCEEDED", REMEMBERED + " people are being forgotten; ask again later");
        }
    }

    private void carryOut(UserId user, Job job, String issuer) {
        try {
            Traces traces = new Traces(settings, layout, user, job.read()::incrementAndGet);
            Forgetting.Wish wish =
                    new Forgetting.Wish(user, job.wish().force(), issuer, () -> "console-" + UUID.randomUUID());
            Forgetting forgetting = new Forgetting(wish, traces, job.open()::set);
            ForgetReport report = job.wish().dryRun()
                    ? forgetting.look()
                    : forgetting.run(() -> desk.get().client(), OUTCOMES_WITHIN);
            report.outcomes().values().forEach(this::count);
            job.open().set(0);
            job.report().complete(report);
        } catch (InterruptedException closing) {
            job.report().completeExceptionally(new CompletionException("the console is shutting down", closing));
        } catch (ExecutionException | RuntimeException failure) {
            job.report().completeExceptionally(failure);
        }
    }

    private void count(Optional<CommandOutcome> outcome) {
        desk.get()
                .counter(
                        CommandType.FORGET_INVITE,
                        outcome.map(known -> known.getOutcome().name()).orElse(OutcomeJson.PENDING))
                .increment();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
