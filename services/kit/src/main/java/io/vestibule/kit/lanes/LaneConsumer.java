package io.vestibule.kit.lanes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads work orders from a topic and carries them out in lanes; see the package for how.
 *
 * <p>What it promises: an order is finished only when its result is acknowledged; an unfinished one is delivered again,
 * here or elsewhere; orders of one lane never run at once in one process. Two processes may for a moment work on one lane
 * while a partition moves, because an order past its point of no return is not stopped. Thread-safe.
 */
public final class LaneConsumer implements AutoCloseable {
    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    private final PollLoop<?> loop;
    private final Thread thread;

    private LaneConsumer(PollLoop<?> loop, String name) {
        this.loop = loop;
        this.thread = Thread.ofPlatform().name(name).unstarted(loop);
    }

    /**
     * Joins the group and starts to read.
     *
     * @param settings what to read and how much to take on
     * @param clientConfig Kafka client keys; those on which the promises rest are set here and win
     * @param work what to do with the records
     * @param <T> the type of an order
     * @return the running consumer
     */
    public static <T> LaneConsumer start(LaneSettings settings, Map<String, ?> clientConfig, LaneWork<T> work) {
        Map<String, Object> config = ConsumerConfigs.of(settings, clientConfig);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return start(settings, new KafkaConsumer<>(config, bytes, bytes), work);
    }

    static <T> LaneConsumer start(LaneSettings settings, Consumer<byte[], byte[]> consumer, LaneWork<T> work) {
        LaneConsumer started = new LaneConsumer(new PollLoop<>(settings, consumer, work), "lanes-" + settings.topic());
        started.thread.start();
        return started;
    }

    /** @return how full the lanes are */
    public LaneUse use() {
        return loop.use();
    }

    /** @return what the consumer measures of itself; never blocks */
    public Map<MetricName, ? extends Metric> metrics() {
        return loop.metrics();
    }

    /** @return whether it reads: it has partitions, or knows that there are none for it, and has not failed */
    public boolean isRunning() {
        return thread.isAlive() && loop.hasJoined();
    }

    /** @return why it stopped by itself, empty while it runs or after it was closed */
    public Optional<Throwable> failure() {
        return loop.failure();
    }

    /** Closes with ten seconds for the running orders, as a member who comes back. */
    @Override
    public void close() {
        close(DEFAULT_DRAIN, GroupMembershipOperation.DEFAULT);
    }

    /**
     * Stops reading, gives running orders time to end, cancels the rest, commits and closes. Waiting orders are not
     * started any more; they will be delivered again. Returns when all of that is done; does nothing the second time.
     *
     * @param drain how long running orders may take
     * @param membership whether to leave the group at once (scale-down) or to keep the static member's place (restart)
     */
    public void close(Duration drain, GroupMembershipOperation membership) {
        loop.stop(drain, membership);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
