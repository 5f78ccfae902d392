package io.vestibule.topology;

import static io.vestibule.topology.Cast.ALICE;
import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InviteTopologyTest {

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
    void a_received_invite_becomes_a_fact_and_a_view() {
        // Given
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));

        // Then
        List<LedgerEvent> events = hall.events();
        assertThat(events).extracting(LedgerEvent::getType).containsExactly(LedgerEventType.INVITE_RECORDED);
        assertThat(events.getFirst().getTopic()).isEqualTo("invites.received");
        assertThat(hall.views().get(ROOM + "\0" + BOB)).satisfies(view -> {
            assertThat(view.getState()).isEqualTo(InviteStateType.INVITED);
            assertThat(view.getSender()).isEqualTo(ALICE);
            assertThat(view.getInviteEventId()).isEqualTo("$i1");
        });
        assertThat(hall.orders()).isEmpty();
    }

    @Test
    void an_accept_is_prepared_submitted_and_answered_once() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example", "c.example"));

        // When
        hall.send(Topics.INVITES_COMMANDS, "a key that nobody trusts", accept("c1", BOB));
        WorkOrder prepare = hall.orders().getFirst();
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(prepare, WorkResultType.PREPARED)
                        .setServer("b.example")
                        .setEventId("$join")
                        .setEventJson("{}")
                        .build());
        WorkOrder submit = hall.orders().getFirst();
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(submit, WorkResultType.SUBMITTED)
                        .setServer("b.example")
                        .setEventId("$join")
                        .setEventJson("{}")
                        .setImportId("import-1")
                        .build());

        // Then
        assertThat(prepare.getType()).isEqualTo(WorkOrderType.PREPARE_MEMBERSHIP);
        assertThat(prepare.getPrepare().getCandidates())
                .extracting(candidate -> candidate.getServer())
                .containsExactly("b.example", "c.example", "a.example");
        assertThat(submit.getSubmit().getServer()).isEqualTo("b.example");
        CommandOutcome outcome = hall.outcomes().getFirst();
        assertThat(outcome.getCommandId()).isEqualTo("c1");
        assertThat(outcome.getOutcome()).isEqualTo(OutcomeType.JOINED);
        assertThat(outcome.getImportId()).isEqualTo("import-1");
        assertThat(hall.views().get(ROOM + "\0" + BOB).getState()).isEqualTo(InviteStateType.JOINED);
        assertThat(hall.deadLetters()).isEmpty();
    }
}
