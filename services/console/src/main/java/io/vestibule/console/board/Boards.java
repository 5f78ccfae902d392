package io.vestibule.console.board;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.NotConnectedException;
import io.vestibule.client.TopicFollower;
import io.vestibule.client.TopicReader;
import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.operator.DeadLetterPlace;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Every board, with the followers that fill them. Thread-safe. */
public final class Boards implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final InviteBoard invites;
    private final WorkBoard work;
    private final ServerBoard servers = new ServerBoard();
    private final LetterBoard letters = new LetterBoard();
    private final TopicBoard topics;
    private final TopicReader reader;
    private final CompletableFuture<Void> caughtUp;
    private final List<CompletableFuture<Void>> ended;

    private Boards(ClientSettings settings, Source source) {
        ConsoleConfig.Memory memory = source.memory();
        this.invites = new InviteBoard(memory.mostInvites());
        this.work = new WorkBoard(source.clock());
        try {
            this.reader = opened(TopicReader.open(settings));
            this.topics = opened(new TopicBoard(settings, source.groups()));
            var since = source.clock().instant().minus(memory.lookBack());
            TopicFollower state =
                    opened(TopicFollower.open(settings, Topics.INVITES_STATE, TopicFollower.From.START, read -> {
                        invites.take(read.key(), read.value());
                        RoomUserKey.decode(read.key()).ifPresent(source.changed());
                    }));
            TopicFollower orders = opened(TopicFollower.openSince(settings, Topics.INVITES_HANDSHAKES, since, read -> {
                work.ordered(read.value());
                source.changed()
                        .accept(new RoomUserKey(
                                read.value().getRoomId(), read.value().getUserId()));
            }));
            TopicFollower results =
                    opened(TopicFollower.openSince(settings, Topics.INVITES_HANDSHAKE_RESULTS, since, read -> {
                        work.answered(read.value().getOrderId());
                        read.value().getAttempts().forEach(servers::asked);
                        source.changed()
                                .accept(new RoomUserKey(
                                        read.value().getRoomId(), read.value().getUserId()));
                    }));
            TopicFollower buried = opened(TopicFollower.open(
                    settings,
                    Topics.INVITES_DEAD_LETTERS,
                    TopicFollower.From.START,
                    read -> letters.take(DeadLetterPlace.of(read), read.value())));
            List<TopicFollower> followers = List.of(state, orders, results, buried);
            this.caughtUp = CompletableFuture.allOf(
                    followers.stream().map(TopicFollower::caughtUp).toArray(CompletableFuture[]::new));
            this.ended = followers.stream().map(TopicFollower::ended).toList();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * What the boards are made from.
     *
     * @param memory how much is kept
     * @param groups the consumer groups whose lag is told
     * @param clock the time
     * @param changed hears whose invite has changed, on a follower's thread: must not block
     */
    public record Source(
            ConsoleConfig.Memory memory, List<String> groups, InstantSource clock, Consumer<RoomUserKey> changed) {
        public Source {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Opens the followers, which then catch up by themselves.
     *
     * @throws NotConnectedException if broker, registry or a topic cannot be reached
     */
    public static Boards open(ClientSettings settings, Source source) {
        return new Boards(settings, source);
    }

    /** @return the invites */
    public InviteBoard invites() {
        return invites;
    }

    /** @return the open work orders */
    public WorkBoard work() {
        return work;
    }

    /** @return how other servers did */
    public ServerBoard servers() {
        return servers;
    }

    /** @return the dead letters */
    public LetterBoard letters() {
        return letters;
    }

    /** @return the topics */
    public TopicBoard topics() {
        return topics;
    }

    /** @return reads what no board keeps */
    public TopicReader reader() {
        return reader;
    }

    /** @return whether everything was read that was there when the boards were opened, after a wait for it */
    public boolean isCaughtUp(long patienceMs) throws InterruptedException {
        try {
            caughtUp.get(patienceMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | CancellationException notYet) {
            return false;
        }
    }

    /** @return whether every follower still runs */
    public boolean areRunning() {
        return ended.stream().noneMatch(CompletableFuture::isDone);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception alreadyClosing) {
                // The others are to be closed all the same.
                continue;
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
