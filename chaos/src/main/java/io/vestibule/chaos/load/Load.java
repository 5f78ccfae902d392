package io.vestibule.chaos.load;

import io.vestibule.chaos.promise.Journal;
import io.vestibule.client.ClientSettings;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Plays scenarios, one after another at an even pace, from {@link #start} to {@link #stop}. Which ones, and who takes part, follows
 * from a seed; when they meet the faults does not. Thread-safe.
 */
public final class Load implements AutoCloseable {

    private static final int AT_ONCE = 200;
    private static final long PRIME = 1_000_003;

    private final Scenes scenes;
    private final Feeds feeds;
    private final long seed;
    private final Duration every;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Thread pace;
    private volatile boolean stopping;
    private volatile int played;

    private Load(Scenes scenes, Feeds feeds, long seed, Duration every) {
        this.scenes = scenes;
        this.feeds = feeds;
        this.seed = seed;
        this.every = every;
        this.pace = Thread.ofVirtual().name("load").unstarted(this::run);
    }

    /** Who takes part. */
    public record Parts(Cast cast, Doors doors, Commander commander, Journal journal) {}

    /**
     * Begins.
     *
     * @param parts who takes part
     * @param settings for what our homeserver tells
     * @param us our server
     * @param seed chooses the scenarios
     * @param every how long from one scenario to the next
     */
    public static Load start(Parts parts, ClientSettings settings, ServerName us, long seed, Duration every) {
        Feeds feeds = new Feeds(settings);
        Scenes scenes = new Scenes(
                parts.cast(), parts.doors(), parts.commander(), feeds, new Expectations(parts.journal()), us);
        Load load = new Load(scenes, feeds, seed, every);
        load.pace.start();
        return load;
    }

    /** Begins no more scenarios, and waits until those that run have said all that they have to say. */
    public void stop() throws InterruptedException {
        stopping = true;
        pace.join();
        threads.shutdown();
        if (!threads.awaitTermination(6, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the load does not come to its end");
        }
    }

    /** @return how many scenarios have begun */
    public int played() {
        return played;
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
        feeds.close();
    }

    private void run() {
        try {
            for (int number = 0; !stopping; number++) {
                places.acquire();
                begin(number);
                played = number + 1;
                Thread.sleep(every);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(int number) {
        Random random = new Random(seed * PRIME + number);
        Scenario scenario = Scenario.drawn(random.nextInt(Scenario.weights()));
        threads.execute(() -> {
            try {
                scenes.play(scenario, number, random);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }
}
