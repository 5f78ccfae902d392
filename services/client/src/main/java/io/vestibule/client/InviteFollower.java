package io.vestibule.client;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Follows the invites of users: what is known now, then every change, as {@code invites.state} has it. One follower serves
 * all users of a process. Thread-safe.
 *
 * <p>Until {@link #caughtUp}, an invite may be handed over several times on its way to what it is now; the last one counts.
 * Changes of one invite come in their order.
 */
public final class InviteFollower implements AutoCloseable {

    private final TopicFollower states;

    private InviteFollower(TopicFollower states) {
        this.states = states;
    }

    /**
     * Connects and starts from the oldest state.
     *
     * @param users whose invites are of interest; asked on the follower's thread
     * @param each takes the changes on the follower's thread; an exception from it ends the follower
     * @throws NotConnectedException if broker, registry or topic cannot be reached in time
     */
    public static InviteFollower open(ClientSettings settings, Predicate<UserId> users, Consumer<InviteChange> each) {
        return new InviteFollower(TopicFollower.open(
                settings,
                Topics.INVITES_STATE,
                TopicFollower.From.START,
                read -> change(read).filter(change -> users.test(change.user())).ifPresent(each)));
    }

    private static Optional<InviteChange> change(ConsumerRecord<byte[], InviteView> read) {
        Optional<RoomUserKey> key = Optional.ofNullable(read.key()).flatMap(RoomUserKey::decode);
        Optional<RoomId> room = key.flatMap(known -> RoomId.parse(known.room()));
        Optional<UserId> user = key.flatMap(known -> UserId.parse(known.user()));
        return room.flatMap(inRoom -> user.map(of -> change(inRoom, of, Optional.ofNullable(read.value()))));
    }

    private static InviteChange change(RoomId room, UserId user, Optional<InviteView> view) {
        return view.<InviteChange>map(known -> new InviteChange.Shown(room, user, known))
                .orElseGet(() -> new InviteChange.Forgotten(room, user));
    }

    /** @return completed when everything that was known at the opening has been handed over; fails if it ends before */
    public CompletableFuture<Void> caughtUp() {
        return states.caughtUp();
    }

    /** @return completed normally after {@link #close}, exceptionally when the follower cannot go on */
    public CompletableFuture<Void> ended() {
        return states.ended();
    }

    @Override
    public void close() {
        states.close();
    }
}
