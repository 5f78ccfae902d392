package io.vestibule.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.lanes.DecodedOrder;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkOrderDecoderTest {

    private static final String TOPIC = Topics.INVITES_HANDSHAKES.name();

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://work-order-decoder"));
    private final WorkOrderDecoder decoder = new WorkOrderDecoder(serdes.deserializer(Topics.INVITES_HANDSHAKES));

    @AfterEach
    void stop() {
        serdes.close();
    }

    private DecodedOrder<WorkOrder> decode(byte[] value) {
        return decoder.decode(new ConsumerRecord<>(TOPIC, 0, 0, new byte[0], value));
    }

    private byte[] order(WorkOrderType type, String lane, boolean interactive) {
        WorkOrder order = WorkOrder.newBuilder()
                .setOrderId("o1")
                .setType(type)
                .setRoomId("!hall:a.example")
                .setUserId("@bob:us.example")
                .setRoomVersion("11")
                .setLane(lane)
                .setInteractive(interactive)
                .setIssuedAt(1)
                .setNotAfter(2)
                .build();
        return serdes.serializer(Topics.INVITES_HANDSHAKES).serialize(TOPIC, order);
    }

    @ParameterizedTest
    @CsvSource({
        "SUBMIT_MEMBERSHIP, '!hall:a.example @bob:us.example', true,  '!hall:a.example @bob:us.example'",
        "SUBMIT_MEMBERSHIP, '!hall:a.example @bob:us.example', false, '!hall:a.example @bob:us.example'",
        "PREPARE_MEMBERSHIP, '', true, ",
        "SIGN_LEAVE, '!hall:a.example @bob:us.example', true, "
    })
    void an_order_runs_in_its_lane_and_signing_in_none(
            WorkOrderType type, String lane, boolean interactive, String expected) {
        // When
        DecodedOrder<WorkOrder> decoded = decode(order(type, lane, interactive));
        // Then
        assertThat(decoded).isInstanceOfSatisfying(DecodedOrder.Order.class, order -> {
            assertThat(order.lane()).isEqualTo(expected);
            assertThat(order.interactive()).isEqualTo(interactive);
            assertThat(((WorkOrder) order.value()).getOrderId()).isEqualTo("o1");
        });
    }

    @Test
    void bytes_that_are_no_record_and_no_bytes_at_all_are_bad_for_good() {
        assertThat(decode("no record".getBytes(StandardCharsets.UTF_8))).isInstanceOf(DecodedOrder.Bad.class);
        assertThat(decode(null)).isInstanceOf(DecodedOrder.Bad.class);
    }

    @Test
    void a_registry_that_cannot_be_reached_is_no_fault_of_the_record() {
        // Given
        byte[] order = order(WorkOrderType.SIGN_LEAVE, "", true);
        try (AvroSerdes alone = AvroSerdes.of(Map.of("schema.registry.url", "http://127.0.0.1:1"))) {
            WorkOrderDecoder cutOff = new WorkOrderDecoder(alone.deserializer(Topics.INVITES_HANDSHAKES));
            // When
            DecodedOrder<WorkOrder> decoded = cutOff.decode(new ConsumerRecord<>(TOPIC, 0, 0, new byte[0], order));
            // Then
            assertThat(decoded).isInstanceOf(DecodedOrder.NotNow.class);
        }
    }
}
