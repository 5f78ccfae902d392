package io.vestibule.topology;

import static io.vestibule.topology.Cast.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.InviteView;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.codec.GlanceReader;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.LedgerCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.ViewCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** Given the same ledger, the same state, byte for byte. */
class ReplayTest {

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

    @RepeatedTest(6)
    void folding_the_ledger_gives_the_published_views_and_the_stores_byte_for_byte(RepetitionInfo run) {
        // Given
        new RandomLife(hall, run.getCurrentRepetition()).live(120);
        List<LedgerEvent> ledger = hall.events();
        Map<String, byte[]> published = hall.viewBytes();
        // When
        RoomLedger folded = new RoomLedger(RoomId.of(ROOM));
        ledger.forEach(event -> folded.apply(LedgerCodec.read(event)));
        // Then
        assertThat(ledger).hasSizeGreaterThan(50);
        for (String user : RandomLife.USERS) {
            InviteView view = folded.view(UserId.of(user));
            byte[] expected = view == null
                    ? null
                    : hall.serdes()
                            .serializer(Topics.INVITES_STATE)
                            .serialize(Topics.INVITES_STATE.name(), ViewCodec.write(view));
            assertThat(published.get(ROOM + "\0" + user)).isEqualTo(expected);
            StoredInvite stored =
                    InviteRecordCodec.write(RoomId.of(ROOM), UserId.of(user), folded.invite(UserId.of(user)));
            byte[] inStore = hall.stateBytes(ROOM, user);
            if (inStore != null) {
                assertThat(RoomStores.INVITE.write(stored)).isEqualTo(inStore);
            }
        }
        OutboundRecord outbound = folded.outbound(UserId.of(Cast.DANA));
        byte[] onItsWay = hall.outboundBytes(ROOM, Cast.DANA);
        assertThat(onItsWay)
                .isEqualTo(outbound.isEmpty() ? null : RoomStores.OUTGOING.write(OutboundRecordCodec.write(outbound)));
        assertThat(hall.deadLetters()).isEmpty();
    }

    @RepeatedTest(3)
    void a_glance_at_a_record_shows_what_the_whole_record_says(RepetitionInfo run) {
        // Given
        new RandomLife(hall, 200L + run.getCurrentRepetition()).live(150);
        for (String user : RandomLife.USERS) {
            byte[] stored = hall.stateBytes(ROOM, user);
            // When
            GlanceReader.Glance glance = RoomStores.GLANCE.read(stored);
            // Then
            StoredInvite whole = RoomStores.INVITE.read(stored);
            assertThat(glance.state()).isEqualTo(whole.getState());
            assertThat(glance.tellsRoom()).isEqualTo(whole.getRemoteLeave() != null);
            assertThat(glance.changedAt().toEpochMilli()).isEqualTo(whole.getChangedAt());
        }
    }

    @RepeatedTest(3)
    void folding_the_ledger_gives_all_that_the_stores_hold_wake_ups_included(RepetitionInfo run) {
        // Given
        new RandomLife(hall, 100L + run.getCurrentRepetition()).live(200);
        MapCells cells = new MapCells();
        // When
        LedgerFold fold = new LedgerFold(cells, TopologyHarness.settings(), false);
        hall.events().forEach(fold::apply);
        fold.schedule(hall.time());
        // Then
        assertThat(cells.text()).isEqualTo(hall.stores());
        assertThat(fold.passedOver()).isZero();
    }
}
