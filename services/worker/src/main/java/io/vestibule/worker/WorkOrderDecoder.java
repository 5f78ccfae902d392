package io.vestibule.worker;

import io.vestibule.kit.lanes.DecodedOrder;
import io.vestibule.kit.lanes.OrderDecoder;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.serde.BadRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads work orders from records. A record that is none is bad for good; whatever else goes wrong while reading is the
 * registry's fault and passes.
 *
 * @param deserializer reads the value
 */
record WorkOrderDecoder(Deserializer<WorkOrder> deserializer) implements OrderDecoder<WorkOrder> {

    @Override
    public DecodedOrder<WorkOrder> decode(ConsumerRecord<byte[], byte[]> kafkaRecord) {
        @Nullable WorkOrder order;
        try {
            order = deserializer.deserialize(kafkaRecord.topic(), kafkaRecord.headers(), kafkaRecord.value());
        } catch (RuntimeException failure) {
            return BadRecordException.isCauseOf(failure)
                    ? new DecodedOrder.Bad<>("not a work order", failure)
                    : new DecodedOrder.NotNow<>(failure.toString());
        }
        return order == null
                ? new DecodedOrder.Bad<>("a record without a value", null)
                : new DecodedOrder.Order<>(order, lane(order), order.getInteractive());
    }

    /** Signing waits for nobody, and nobody has to wait for it. */
    private static @Nullable String lane(WorkOrder order) {
        boolean none =
                order.getType() == WorkOrderType.SIGN_LEAVE || order.getLane().isEmpty();
        return none ? null : order.getLane();
    }
}
