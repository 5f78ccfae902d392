package io.vestibule.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClaimAndLeaveIT {
    private static WorkerBench bench;
    private static WorkerService worker;
    private static ScriptedHomeserver home;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = WorkerBench.open(folder);
        worker = bench.startWorker();
        home = bench.world.server("home.example");
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave", "ban"})
    void a_retraction_by_the_inviter_is_verified(String membership) throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        RoomEvent invite = room.memberEvent(bench.bob()).orElseThrow();
        RoomEvent claim = room.change(home.identity(), home.user("alice"), bench.bob(), membership);

        // When
        WorkResult result = bench.carryOut(Orders.verify(room, bench.bob(), claim, home.user("alice")));

        // Then
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.PDU_VERIFIED);
        assertThat(result.getEventId()).isEqualTo(claim.id().value());
        assertThat(result.getMembership()).isEqualTo(membership.equals("ban") ? Membership.BAN : Membership.LEAVE);
        assertThat(result.getAuthEventIds()).contains(invite.id().value());
    }

    @Test
    void a_claim_by_somebody_else_is_rejected() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        RoomEvent claim = room.change(home.identity(), home.user("alice"), bench.bob(), "leave");

        // When
        WorkResult result = bench.carryOut(Orders.verify(room, bench.bob(), claim, home.user("mallory")));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.PDU_REJECTED);
        assertThat(result.getDetail()).isEqualTo("it is sent by somebody else");
    }

    @Test
    void a_forged_claim_is_rejected() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        RoomEvent claim = room.change(home.identity(), home.user("alice"), bench.bob(), "leave");
        claim.json().put("origin_server_ts", 1);

        // When
        WorkResult result = bench.carryOut(Orders.verify(room, bench.bob(), claim, home.user("alice")));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.PDU_REJECTED);
        assertThat(result.getDetail()).contains("is wrong");
    }

    @Test
    void of_a_claim_whose_reason_was_changed_only_the_membership_is_taken() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        RoomEvent claim = room.change(home.identity(), home.user("alice"), bench.bob(), "leave");
        claim.json().getJsonObject("content").put("reason", "put in on the way");

        // When
        WorkResult result = bench.carryOut(Orders.verify(room, bench.bob(), claim, home.user("alice")));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.PDU_VERIFIED);
        assertThat(result.getReason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "6", "11", "12"})
    void the_out_of_band_leave_cites_the_invite_and_is_signed_by_us(String version) throws Exception {
        // Given
        ScriptedRoom room = invited(version);
        RoomEvent invite = room.memberEvent(bench.bob()).orElseThrow();
        WorkOrder order = Orders.signLeave(room, bench.bob(), invite);

        // When
        WorkResult result = bench.carryOut(order);
        WorkResult again = bench.carryOut(order);

        // Then
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.LEAVE_SIGNED);
        Pdu leave = Pdu.read(
                        result.getEventJson().getBytes(StandardCharsets.UTF_8),
                        RoomVersions.find(room.version()).orElseThrow())
                .orThrow();
        assertThat(leave.prevEvents()).containsExactly(EventId.of(invite.id().value()));
        assertThat(leave.authEvents()).contains(EventId.of(invite.id().value()));
        assertThat(leave.isMembership("leave")).isTrue();
        assertThat(leave.content().string("reason")).contains("not for me");
        assertThat(leave.contentHashMatches()).isTrue();
        assertThat(new EventSignatures(Ed25519.fastest())
                        .verify(
                                leave,
                                (server, key, event) ->
                                        Optional.of(bench.us.keys.signingKey().verifyKey()))
                        .isValid())
                .isTrue();
        assertThat(again.getEventJson()).isEqualTo(result.getEventJson());
    }

    @Test
    void an_invite_of_somebody_else_is_not_left() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        RoomEvent invite = room.memberEvent(bench.bob()).orElseThrow();
        WorkOrder order = WorkOrder.newBuilder(Orders.signLeave(room, bench.bob(), invite))
                .setOrderId(UUID.randomUUID().toString())
                .setUserId("@carol:" + bench.us.name)
                .build();

        // When
        WorkResult result = bench.carryOut(order);

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.FAILED);
    }

    private static ScriptedRoom invited(String version) {
        ScriptedRoom room = bench.world.room(version, home, "alice", "A room " + UUID.randomUUID());
        room.change(home.identity(), home.user("alice"), bench.bob(), "invite");
        return room;
    }
}
