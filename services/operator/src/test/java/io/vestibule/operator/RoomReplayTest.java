package io.vestibule.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.CommandType;
import io.vestibule.model.Coordinates;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteState;
import io.vestibule.model.Membership;
import io.vestibule.model.Waiter;
import io.vestibule.operator.RoomReplay.Until;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.topology.codec.LedgerCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RoomReplayTest {

    private static final RoomId ROOM = RoomId.of("!r:a.example");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<ConsumerRecord<byte[], LedgerEvent>> ledger = new ArrayList<>();

    /** One event a minute, at every tenth offset. */
    private void tells(Fact fact) {
        int n = ledger.size();
        var event = new io.vestibule.model.LedgerEvent(
                ROOM, BOB, NOON.plusSeconds(60L * n), new Coordinates("t", 0, n), 0, fact);
        ledger.add(new ConsumerRecord<>("invites.events", 0, 10L * n, new byte[0], LedgerCodec.write(event)));
    }

    @Test
    void a_room_is_what_it_was_at_an_offset_or_a_time() {
        // Given
        tells(new Fact.MembershipSeen(Membership.KNOCK, EventId.of("$k")));
        tells(new Fact.MembershipSeen(Membership.BAN, EventId.of("$b")));
        // When
        RoomReplay first = RoomReplay.of(ROOM, ledger, new Until.Offset(9));
        RoomReplay then = RoomReplay.of(ROOM, ledger, new Until.Time(NOON.plusSeconds(59)));
        RoomReplay second = RoomReplay.of(ROOM, ledger, new Until.Offset(10));
        RoomReplay all = RoomReplay.of(ROOM, ledger, new Until.End());
        // Then
        for (RoomReplay early : List.of(first, then)) {
            assertThat(early.room().invite(BOB).state()).isInstanceOf(InviteState.Knocked.class);
            assertThat(early.later()).isEqualTo(1);
        }
        for (RoomReplay late : List.of(second, all)) {
            assertThat(late.room().invite(BOB).state()).isInstanceOf(InviteState.Banned.class);
            assertThat(late.later()).isZero();
            assertThat(late.steps()).extracting(RoomReplay.Step::offset).containsExactly(0L, 10L);
        }
    }

    @Test
    void a_user_whose_beginning_is_gone_by_age_is_named_and_not_guessed() {
        // Given
        tells(new Fact.CommandAttached(new Waiter(new CommandId("c1"), CommandType.ACCEPT_INVITE)));
        tells(new Fact.MembershipSeen(Membership.KNOCK, EventId.of("$k")));
        // When
        RoomReplay replay = RoomReplay.of(ROOM, ledger, new Until.End());
        // Then
        assertThat(replay.cut()).containsExactly(BOB);
        assertThat(replay.steps()).hasSize(2);
    }
}
