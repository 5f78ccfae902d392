package io.vestibule.topology.service.query;

import io.vestibule.topology.StateView;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores on this instance, as the running one has them or as a warm copy has them. Thread-safe. */
final class LocalStores {

    /**
     * A view and how good it is.
     *
     * @param state the stores
     * @param role whether they are the running ones
     * @param lag how many changes they are behind, as far as is known; 0 for the running ones
     */
    record Found(StateView state, Role role, long lag) {}

    /** What stores are here. */
    enum Role {
        /** They decide. */
        ACTIVE,
        /** A warm copy, or stores that are being restored. */
        COPY
    }

    private final KafkaStreams streams;

    LocalStores(KafkaStreams streams) {
        this.streams = streams;
    }

    /** @return the running stores of all partitions that are here */
    StateView running() {
        return new StateView(() -> streams.store(whole()));
    }

    /** @return the stores of a partition, the running ones if they are here; empty if nothing of it is */
    Optional<Found> of(int partition) {
        StateView active = new StateView(() -> streams.store(whole().withPartition(partition)));
        if (answers(active)) {
            return Optional.of(new Found(active, Role.ACTIVE, 0));
        }
        StateView copy = new StateView(
                () -> streams.store(whole().withPartition(partition).enableStaleStores()));
        return answers(copy) ? Optional.of(new Found(copy, Role.COPY, lag(partition))) : Optional.empty();
    }

    private static boolean answers(StateView view) {
        try {
            view.probe();
            return true;
        } catch (InvalidStateStoreException notHere) {
            return false;
        }
    }

    private long lag(int partition) {
        try {
            Map<Integer, LagInfo> lags = streams.allLocalStorePartitionLags().getOrDefault(StateView.STORE, Map.of());
            LagInfo lag = lags.get(partition);
            return lag == null ? 0 : lag.offsetLag();
        } catch (KafkaException unknown) {
            return -1;
        }
    }

    private static StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> whole() {
        return StoreQueryParameters.fromNameAndType(StateView.STORE, QueryableStoreTypes.keyValueStore());
    }
}
