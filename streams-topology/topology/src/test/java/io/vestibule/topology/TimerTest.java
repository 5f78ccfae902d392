package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.reject;
import static io.vestibule.topology.Cast.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.LedgerEvent;
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

class TimerTest {

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir);
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    @Test
    void a_reject_is_answered_within_five_seconds_though_no_worker_is_there() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, ROOM, reject("c1", BOB));
        hall.pass(Duration.ofSeconds(4));
        assertThat(hall.outcomes()).isEmpty();
        // When
        hall.pass(Duration.ofSeconds(2));
        // Then
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.LEFT_LOCALLY);
        assertThat(hall.views().get(ROOM + "\0" + BOB)).satisfies(view -> {
            assertThat(view.getState()).isEqualTo(InviteStateType.LEFT);
            assertThat(view.getOutOfBand()).isTrue();
            assertThat(view.getRemoteLeavePending()).isTrue();
        });
        assertThat(hall.events()).extracting(LedgerEvent::getTopic).contains("due");
    }

    @Test
    void an_order_that_nobody_answers_ends_with_the_watchdog() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c1", BOB));
        // When
        hall.pass(Duration.ofMinutes(4));
        // Then
        assertThat(hall.outcomes()).extracting(CommandOutcome::getOutcome).containsExactly(OutcomeType.EXPIRED);
        assertThat(hall.views().get(ROOM + "\0" + BOB).getState()).isEqualTo(InviteStateType.INVITED);
    }

    @Test
    void a_leave_is_told_to_the_room_again_and_again_with_growing_rests() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, ROOM, reject("c1", BOB));
        int prepares = 0;
        // When
        for (int minute = 0; minute < 120; minute++) {
            for (WorkOrder order : hall.orders()) {
                if (order.getType() == WorkOrderType.PREPARE_MEMBERSHIP) {
                    prepares++;
                    hall.send(
                            Topics.INVITES_HANDSHAKE_RESULTS,
                            ROOM,
                            result(order, WorkResultType.EXHAUSTED).build());
                }
            }
            hall.pass(Duration.ofMinutes(1));
        }
        // Then
        assertThat(prepares).isBetween(5, 10);
    }

    @Test
    void settled_records_and_what_was_remembered_of_them_are_dropped_in_time() {
        // Given
        hall.send(Topics.INVITES_COMMANDS, ROOM, reject("c1", BOB));
        List<WorkOrder> orders = hall.orders();
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(orders.getFirst(), WorkResultType.LEAVE_SIGNED)
                        .setEventId("$oob")
                        .setEventJson("{}")
                        .build());
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(orders.getLast(), WorkResultType.FORBIDDEN)
                        .setServer("a.example")
                        .build());
        assertThat(hall.outcomes()).hasSize(1);
        // When
        hall.pass(Duration.ofDays(91));
        hall.pass(Duration.ofDays(100));
        hall.pass(Duration.ofDays(175));
        hall.pass(Duration.ofSeconds(1));
        // Then
        assertThat(hall.views()).containsEntry(ROOM + "\0" + BOB, null);
        assertThat(hall.keysOf(Section.INVITES)).isZero();
        assertThat(hall.keysOf(Section.COMMANDS)).isZero();
        assertThat(hall.keysOf(Section.HASHES)).isZero();
        assertThat(hall.keysOf(Section.ROOMS)).isZero();
        assertThat(hall.stores().get("due")).isEmpty();
    }
}
