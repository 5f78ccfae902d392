package io.vestibule.topology;

import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.reject;
import static io.vestibule.topology.Cast.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two background works may be open in this partition, and ten leaves wait to be told to a room that does not answer. */
class BackgroundRoomTest {

    private static final int ROOM_FOR = 2;
    private static final int LEFT = 10;

    @TempDir
    Path dir;

    private TopologyHarness hall;

    @BeforeEach
    void tenUsersHaveLeftUnheard() {
        hall = new TopologyHarness(dir, TopologyHarness.settings().openBackground(ROOM_FOR));
        for (int i = 0; i < LEFT; i++) {
            String user = user(i);
            hall.send(Topics.INVITES_RECEIVED, ROOM, invite(user, "$i" + i, "b.example"));
            hall.send(Topics.INVITES_COMMANDS, ROOM, reject("c" + i, user));
        }
        answer(hall.orders(), WorkResultType.EXHAUSTED);
        assertThat(hall.outcomes()).hasSize(LEFT);
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    private static String user(int number) {
        return "@u" + number + ":us.example";
    }

    private void answer(List<WorkOrder> orders, WorkResultType walks) {
        for (WorkOrder order : orders) {
            boolean sign = order.getType() == WorkOrderType.SIGN_LEAVE;
            hall.send(
                    Topics.INVITES_HANDSHAKE_RESULTS,
                    ROOM,
                    result(order, sign ? WorkResultType.LEAVE_SIGNED : walks)
                            .setServer("b.example")
                            .setEventId("$leave-of-" + order.getUserId().substring(1, 3))
                            .setEventJson("{}")
                            .build());
        }
    }

    @Test
    void no_more_rounds_begin_than_there_is_room_for_however_many_are_due() {
        // When
        hall.pass(Duration.ofMinutes(2));
        hall.pass(Duration.ofSeconds(30));
        // Then
        assertThat(hall.orders())
                .hasSize(ROOM_FOR)
                .allSatisfy(order -> assertThat(order.getInteractive()).isFalse());
    }

    @Test
    void each_round_that_ends_makes_room_for_the_next_and_all_have_their_turn() {
        // Given
        List<String> heard = new ArrayList<>();
        // When
        for (int turn = 0; turn < LEFT; turn++) {
            hall.pass(Duration.ofMinutes(2));
            List<WorkOrder> orders = hall.orders();
            assertThat(orders).hasSizeLessThanOrEqualTo(ROOM_FOR);
            orders.forEach(order -> heard.add(order.getUserId()));
            answer(orders, WorkResultType.SUPERSEDED);
        }
        // Then
        assertThat(heard).hasSize(LEFT).doesNotHaveDuplicates();
        hall.pass(Duration.ofDays(1));
        assertThat(hall.orders()).isEmpty();
    }

    @Test
    void a_round_that_nobody_answers_gives_its_room_back() {
        // Given
        hall.pass(Duration.ofMinutes(2));
        assertThat(hall.orders()).hasSize(ROOM_FOR);
        // When
        hall.pass(Duration.ofMinutes(4));
        hall.pass(Duration.ofSeconds(1));
        // Then
        assertThat(hall.orders()).hasSize(ROOM_FOR);
    }

    @Test
    void a_person_is_served_at_once_while_the_background_is_full() {
        // Given
        hall.pass(Duration.ofMinutes(2));
        assertThat(hall.orders()).hasSize(ROOM_FOR);
        // When
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite("@v:us.example", "$v", "b.example"));
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("v", "@v:us.example"));
        // Then
        assertThat(hall.orders())
                .singleElement()
                .satisfies(order -> assertThat(order.getInteractive()).isTrue());
    }

    @Test
    void a_task_that_begins_anew_counts_what_was_open_before() {
        // Given
        hall.pass(Duration.ofMinutes(2));
        List<WorkOrder> open = hall.orders();
        // When
        Schedule anew = new Schedule(hall.store(Section.DUE), ROOM_FOR);
        // Then
        assertThat(anew.background(TopologyHarness.START.plus(Duration.ofDays(1)), LEFT))
                .isEmpty();
        assertThat(new Schedule(hall.store(Section.DUE), ROOM_FOR + 1)
                        .background(TopologyHarness.START.plus(Duration.ofDays(1)), LEFT))
                .hasSize(1);
        assertThat(open).hasSize(ROOM_FOR);
    }
}
