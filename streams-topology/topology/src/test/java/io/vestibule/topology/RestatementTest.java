package io.vestibule.topology;

import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.InviteState;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.codec.LedgerCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands is said again before retention cuts it, so that any window of the ledger is enough. */
class RestatementTest {

    private static final Duration WINDOW = Duration.ofMinutes(30);
    private static final Duration STEP = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private TopologyHarness hall;
    private final List<LedgerEvent> ledger = new ArrayList<>();

    @BeforeEach
    void start() {
        hall = new TopologyHarness(dir, TopologyHarness.settings().ledgerWindow(WINDOW));
    }

    @AfterEach
    void stop() {
        hall.close();
    }

    @RepeatedTest(4)
    void the_window_alone_gives_all_that_the_stores_hold(RepetitionInfo run) {
        // Given
        RandomLife life = new RandomLife(hall, run.getCurrentRepetition());
        for (int burst = 0; burst < 4; burst++) {
            life.live(60);
            pass(Duration.ofMinutes(9));
        }
        pass(WINDOW);
        life.live(10);
        // When
        List<LedgerEvent> window = window();
        MapCells cells = new MapCells();
        LedgerFold fold = new LedgerFold(cells, TopologyHarness.settings(), true);
        window.forEach(fold::apply);
        fold.schedule(hall.time());
        // Then
        assertThat(ledger).as("the ledger without retention").hasSizeGreaterThan(window.size() + 50);
        assertThat(cells.text()).isEqualTo(hall.stores());
        assertThat(hall.deadLetters()).isEmpty();
    }

    @Test
    void a_ledger_that_begins_in_the_middle_of_a_join_is_read_by_tools_too() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        hall.send(Topics.INVITES_COMMANDS, ROOM, accept("c1", BOB));
        hall.events();
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(hall.orders().getFirst(), WorkResultType.EXHAUSTED).build());
        pass(WINDOW);
        // When
        RoomLedger folded = RoomLedger.ofWindow(RoomId.of(ROOM));
        ledger.forEach(event -> folded.apply(LedgerCodec.read(event)));
        // Then
        assertThat(ledger.getFirst().getType()).isEqualTo(LedgerEventType.WORK_ANSWERED);
        assertThat(folded.invite(UserId.of(BOB)).state()).isInstanceOf(InviteState.Invited.class);
        assertThat(folded.room().routes().servers()).isNotEmpty();
        assertThat(folded.outcomeOf(new CommandId("c1"))).isNotNull();
    }

    @Test
    void what_happened_within_a_third_of_the_window_is_not_said_again() {
        // Given
        hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i1", "b.example"));
        // When
        pass(WINDOW.dividedBy(3).minus(STEP));
        // Then
        assertThat(ledger).extracting(LedgerEvent::getType).containsExactly(LedgerEventType.INVITE_RECORDED);
    }

    @Test
    void a_few_records_at_a_time_are_said_again() {
        // Given
        for (int i = 0; i < 35; i++) {
            hall.send(Topics.INVITES_RECEIVED, ROOM, invite(BOB, "$i" + i, "b.example"));
        }
        pass(WINDOW.dividedBy(3));
        // When
        List<Integer> atOnce = new ArrayList<>();
        for (int tick = 0; tick < 12; tick++) {
            hall.pass(STEP);
            atOnce.add(hall.events().size());
        }
        // Then
        assertThat(atOnce).allSatisfy(said -> assertThat(said).isLessThanOrEqualTo(10));
        assertThat(atOnce.stream().mapToInt(said -> said).sum())
                .as("a room, an invite, hashes")
                .isBetween(36, 37);
    }

    @Test
    void the_largest_invite_that_ingress_takes_is_said_again_too() {
        // Given
        String state = "{\"content\":\"" + "x".repeat(SizeBudget.INVITE_ACCEPTED) + "\"}";
        hall.send(
                Topics.INVITES_RECEIVED,
                ROOM,
                InviteReceived.newBuilder(invite(BOB, "$i1", "b.example"))
                        .setStrippedState(List.of(state))
                        .build());
        // When
        pass(WINDOW.dividedBy(2));
        // Then
        assertThat(ledger)
                .filteredOn(event -> event.getRestated() != null)
                .filteredOn(event -> event.getRestated().getInvite() != null)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(
                                event.getRestated().getInvite().getInvite().getStrippedState())
                        .containsExactly(state));
    }

    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
            hall.pass(STEP);
            ledger.addAll(hall.events());
        }
    }

    /** What retention leaves of the ledger now. */
    private List<LedgerEvent> window() {
        ledger.addAll(hall.events());
        long from = hall.time().minus(WINDOW).toEpochMilli();
        return ledger.stream().filter(event -> event.getDecidedAt() > from).toList();
    }
}
