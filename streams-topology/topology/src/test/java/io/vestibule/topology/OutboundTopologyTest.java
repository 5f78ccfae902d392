package io.vestibule.topology;

import static io.vestibule.topology.Cast.DANA;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.result;
import static io.vestibule.topology.Cast.retractInvite;
import static io.vestibule.topology.Cast.sendInvite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invites to users of other servers through the whole topology. */
class OutboundTopologyTest {

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir);
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    @Test
    void an_invite_is_prepared_sent_tried_again_by_the_clock_and_answered_once() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, "any key", sendInvite("c1", "{}"));
        WorkOrder prepare = hall.orders().getFirst();
        answer(prepare, WorkResultType.EVENT_PREPARED);
        WorkOrder first = hall.orders().getFirst();
        // When
        answer(first, WorkResultType.AMBIGUOUS);
        hall.pass(Duration.ofSeconds(30));
        WorkOrder second = hall.orders().getFirst();
        answer(second, WorkResultType.INVITED);
        // Then
        assertThat(prepare.getType()).isEqualTo(WorkOrderType.PREPARE_EVENT);
        assertThat(prepare.getPrepareEvent().getVia()).containsExactly("a.example", "us.example");
        assertThat(second.getSendInvite().getEventJson())
                .isEqualTo(first.getSendInvite().getEventJson());
        assertThat(second.getSendInvite().getEndpoint()).isEqualTo(InviteEndpoint.V2);
        assertThat(first.getLane()).isEqualTo(second.getLane()).isNotEqualTo(prepare.getLane());
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.INVITED);
        assertThat(hall.events())
                .extracting(LedgerEvent::getType)
                .containsExactly(
                        LedgerEventType.OUTBOUND_STARTED,
                        LedgerEventType.WORK_ORDERED,
                        LedgerEventType.OUTBOUND_ANSWERED,
                        LedgerEventType.WORK_ORDERED,
                        LedgerEventType.OUTBOUND_ANSWERED,
                        LedgerEventType.OUTBOUND_RESTING,
                        LedgerEventType.WORK_ORDERED,
                        LedgerEventType.OUTBOUND_ANSWERED,
                        LedgerEventType.OUTBOUND_ENDED,
                        LedgerEventType.COMMAND_CONCLUDED);
        assertThat(hall.keysOf(Section.OUTBOUND)).isZero();
        assertThat(hall.views()).isEmpty();
    }

    @Test
    void a_retraction_goes_out_as_an_order_of_its_own() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, "", retractInvite("c1"));
        // When
        answer(hall.orders().getFirst(), WorkResultType.EVENT_PREPARED);
        WorkOrder send = hall.orders().getFirst();
        answer(send, WorkResultType.DELIVERED);
        // Then
        assertThat(send.getType()).isEqualTo(WorkOrderType.SEND_PDU);
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.RETRACTION_SENT);
    }

    @Test
    void a_command_that_lacks_what_it_is_to_send_is_invalid_and_answered() {
        // Given
        InviteCommand empty = InviteCommand.newBuilder()
                .setCommandId("c1")
                .setType(CommandType.SEND_INVITE)
                .setRoomId(ROOM)
                .setUserId(DANA)
                .build();
        // When
        hall.send(Topics.INVITES_COMMANDS, "", empty);
        // Then
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.INVALID_COMMAND);
    }

    private void answer(WorkOrder order, WorkResultType type) {
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(order, type)
                        .setEventId("$e1")
                        .setEventJson("{\"signed\":1}")
                        .setEndpoint(InviteEndpoint.V2)
                        .setVia(List.of("a.example"))
                        .build());
    }
}
