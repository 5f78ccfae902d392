package io.vestibule.topology;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.catalog.RoomPartitions;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command pass that stands in its room's partition and is about an invite that is open in this task's store.
 *
 * <p>A command about anything else takes the long way: its invite may have been appended before it and not be read yet, since
 * nothing orders the records of two topics. So does one that would overtake such a command of its partition.
 */
final class OpenInvites implements Bypass<InviteCommand> {

    private static final Set<InviteStateType> OPEN =
            EnumSet.of(InviteStateType.INVITED, InviteStateType.JOINING, InviteStateType.REJECTING);

    private final int partitions;
    private final Detours.Tasks tasks;
    private RoomStores stores;
    private Detours detours;

    /**
     * @param partitions how many partitions every topic has
     * @param tasks what is on the long way
     */
    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    OpenInvites(int partitions, Detours.Tasks tasks) {
        this.partitions = partitions;
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        stores = new RoomStores(context);
        detours = tasks.begin(context.taskId());
    }

    @Override
    public @Nullable String around(InviteCommand command, RecordMetadata read) {
        if (RoomPartitions.of(command.getRoomId(), partitions) != read.partition()) {
            return null;
        }
        if (detours.isNoneOnTheWay() && isOpen(command)) {
            return Nodes.STRAIGHT;
        }
        detours.left(read.offset());
        return null;
    }

    private boolean isOpen(InviteCommand command) {
        return RoomId.parse(command.getRoomId())
                .flatMap(room -> UserId.parse(command.getUserId()).map(user -> stores.stateOf(room, user)))
                .filter(OPEN::contains)
                .isPresent();
    }
}
