package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.verifier.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random commands, many of them twice or in another order than they were meant, through everything that there is, among servers
 * that are honest, dead, sick or forbid; the verifier has the last word. As many as you like with
 * {@code -Dvestibule.random.commands=100000 -Dvestibule.random.rooms-at-once=100 -Dvestibule.random.seed=N}, and for so many
 * with more memory ({@code -Dtest.argLine="-Xmx5g …"}): all rooms stand in that of the test.
 */
class RandomCommandsFT {

    private static final Logger LOG = LoggerFactory.getLogger(RandomCommandsFT.class);
    private static final int COMMANDS = Integer.getInteger("vestibule.random.commands", 300);
    private static final long SEED = Long.getLong("vestibule.random.seed", 4125);
    private static final int AT_ONCE = Integer.getInteger("vestibule.random.rooms-at-once", 24);
    private static final int TELL_EVERY = 5_000;
    private static final int HONEST = 2;

    @TempDir
    Path directory;

    private final Counts counts = new Counts();

    /** What was done so far. */
    private static final class Counts implements RandomScene.Tally {

        private final AtomicInteger scenes = new AtomicInteger();
        private final AtomicInteger invites = new AtomicInteger();
        private final AtomicInteger commands = new AtomicInteger();
        private final AtomicInteger repeats = new AtomicInteger();
        private final Map<OutcomeType, Integer> outcomes = new ConcurrentSkipListMap<>();

        @Override
        public void invited() {
            invites.incrementAndGet();
        }

        @Override
        public void commanded(boolean again) {
            repeats.addAndGet(again ? 1 : 0);
            if (commands.incrementAndGet() % TELL_EVERY == 0) {
                LOG.atInfo().log(this::toString);
            }
        }

        @Override
        public void ended(CommandOutcome outcome) {
            outcomes.merge(outcome.getOutcome(), 1, Integer::sum);
        }

        @Override
        public String toString() {
            return "%,d rooms, %,d invites, %,d commands, %,d of them again; outcomes %s"
                    .formatted(scenes.get(), invites.get(), commands.get(), repeats.get(), outcomes);
        }
    }

    @Test
    void random_commands_each_come_to_one_outcome_and_break_no_promise() throws Exception {
        // Given
        try (RunningStandalone running = RunningStandalone.startWith(directory, "");
                FeedWriter feeds = FeedWriter.open(running.deployment().config())) {
            FederationWorld world = running.world();
            RandomScene.Surroundings where = new RandomScene.Surroundings(
                    running.deployment(), world, world.server("home.example"), others(world), HONEST, feeds);
            // When
            long begin = System.nanoTime();
            playAll(where);
            long seconds = (System.nanoTime() - begin) / 1_000_000_000;
            // Then
            assertThat(counts.outcomes.values().stream()
                            .mapToInt(count -> count)
                            .sum())
                    .isEqualTo(counts.commands.get() - counts.repeats.get());
            assertThat(counts.outcomes).containsKeys(OutcomeType.JOINED, OutcomeType.LEFT);
            Report report = running.deployment().assertPromisesKept();
            LOG.atInfo()
                    .addKeyValue("seed", SEED)
                    .addKeyValue("seconds", seconds)
                    .addKeyValue("cases", report.casesJudged())
                    .addKeyValue("requests", report.requests())
                    .log(counts.toString());
        }
    }

    private static List<ScriptedHomeserver> others(FederationWorld world) {
        ScriptedHomeserver forbids = world.server("forbids.example");
        forbids.script().always(Route.MAKE_JOIN, Fault.forbidden());
        ScriptedHomeserver sick = world.server("sick.example");
        sick.script().everyHandshake(Fault.serverError());
        ScriptedHomeserver dead = world.server("dead.example");
        dead.goOffline();
        return List.of(world.server("one.example"), world.server("two.example"), forbids, sick, dead);
    }

    private void playAll(RandomScene.Surroundings where) throws Exception {
        try (ExecutorService stages = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> playing = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                playing.add(stages.submit(() -> {
                    while (counts.commands.get() < COMMANDS) {
                        int number = counts.scenes.getAndIncrement();
                        new RandomScene(where, number, new Random(SEED * 1_000_003 + number), counts).play();
                    }
                    return null;
                }));
            }
            for (Future<?> stage : playing) {
                stage.get();
            }
        }
    }
}
