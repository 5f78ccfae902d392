package io.vestibule.topology;

import static io.vestibule.topology.Cast.ALICE;
import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.reject;
import static io.vestibule.topology.Cast.result;
import static io.vestibule.topology.Cast.retractInvite;
import static io.vestibule.topology.Cast.sendInvite;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.InviteView;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.Residency;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.LedgerCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.ViewCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** Given the same ledger, the same state, byte for byte. */
class ReplayTest {

    private static final String DAVE = "@dave:us.example";
    private static final List<String> USERS = List.of(BOB, CAROL, DAVE);

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
        live(new Random(run.getCurrentRepetition()), 120);
        List<LedgerEvent> ledger = hall.events();
        Map<String, byte[]> published = hall.viewBytes();
        // When
        RoomLedger folded = new RoomLedger(RoomId.of(ROOM));
        ledger.forEach(event -> folded.apply(LedgerCodec.read(event)));
        // Then
        assertThat(ledger).hasSizeGreaterThan(50);
        for (String user : USERS) {
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

    /** Random life in one room. */
    private void live(Random random, int steps) {
        List<WorkOrder> open = new java.util.ArrayList<>();
        for (int i = 0; i < steps; i++) {
            String user = USERS.get(random.nextInt(USERS.size()));
            switch (random.nextInt(10)) {
                case 0, 1 ->
                    hall.send(Topics.INVITES_RECEIVED, ROOM, invite(user, "$i" + i, "b.example", "c" + i + ".example"));
                case 2 -> hall.send(Topics.INVITES_COMMANDS, "", accept("c" + i, user));
                case 3 -> hall.send(Topics.INVITES_COMMANDS, "", reject("c" + i, user));
                case 4 -> feed(random, user, i);
                case 9 ->
                    hall.send(
                            Topics.INVITES_COMMANDS,
                            "",
                            random.nextInt(3) > 0 ? sendInvite("c" + i, "e" + i / 4) : retractInvite("c" + i));
                case 5 -> hall.pass(Duration.ofSeconds(random.nextInt(30)));
                default -> answer(random, open, i);
            }
            open.addAll(hall.orders());
        }
    }

    private void answer(Random random, List<WorkOrder> open, int i) {
        if (open.isEmpty()) {
            return;
        }
        WorkOrder order = open.remove(random.nextInt(open.size()));
        var type = answerTo(order.getType(), random);
        hall.send(
                Topics.INVITES_HANDSHAKE_RESULTS,
                ROOM,
                result(order, type)
                        .setServer("b.example")
                        .setEventId(
                                order.getSubmit() == null
                                        ? "$m" + i
                                        : order.getSubmit().getEventId())
                        .setEventJson("{\"n\":" + i + "}")
                        .setMembership(Membership.LEAVE)
                        .setAuthEventIds(
                                order.getInviteEventId().isEmpty() ? List.of() : List.of(order.getInviteEventId()))
                        .setImportId("import-" + i)
                        .build());
    }

    private static WorkResultType answerTo(WorkOrderType type, Random random) {
        boolean well = random.nextInt(3) > 0;
        return switch (type) {
            case SIGN_LEAVE -> WorkResultType.LEAVE_SIGNED;
            case PREPARE_MEMBERSHIP -> well ? WorkResultType.PREPARED : WorkResultType.EXHAUSTED;
            case SUBMIT_MEMBERSHIP -> well ? WorkResultType.SUBMITTED : WorkResultType.AMBIGUOUS;
            case VERIFY_PDU -> well ? WorkResultType.PDU_VERIFIED : WorkResultType.PDU_REJECTED;
            case PREPARE_EVENT -> well ? WorkResultType.EVENT_PREPARED : WorkResultType.EVENT_REFUSED;
            case SEND_INVITE -> well ? WorkResultType.INVITED : WorkResultType.AMBIGUOUS;
            case SEND_PDU -> well ? WorkResultType.DELIVERED : WorkResultType.EXHAUSTED;
            case UNKNOWN -> WorkResultType.FAILED;
        };
    }

    private void feed(Random random, String user, int i) {
        switch (random.nextInt(3)) {
            case 0 -> hall.send(Topics.HOMESERVER_PDUS, "", claim(user, i));
            case 1 ->
                hall.send(
                        Topics.HOMESERVER_MEMBERSHIPS,
                        "",
                        MembershipChanged.newBuilder()
                                .setRoomId(ROOM)
                                .setUserId(user)
                                .setMembership(random.nextBoolean() ? Membership.JOIN : Membership.KNOCK)
                                .setEventId("$f" + i)
                                .setAuthEventIds(List.of("$i" + random.nextInt(i + 1)))
                                .build());
            default ->
                hall.send(
                        Topics.HOMESERVER_ROOMS,
                        "",
                        RoomFacts.newBuilder()
                                .setRoomId(ROOM)
                                .setResident(random.nextBoolean() ? Residency.NO : Residency.UNKNOWN)
                                .setServerAclJson(random.nextBoolean() ? "" : "{\"allow\":[\"*\"],\"deny\":[\"b.*\"]}")
                                .setAliases(random.nextBoolean() ? List.of() : List.of("#hall:us.example"))
                                .setChangedAt(TopologyHarness.START.toEpochMilli() + i * 1000L)
                                .build());
        }
    }

    private static PduSeen claim(String user, int i) {
        return PduSeen.newBuilder()
                .setRoomId(ROOM)
                .setUserId(user)
                .setSender(ALICE)
                .setMembership(Membership.LEAVE)
                .setOrigin("a.example")
                .setPduJson("{\"pdu\":" + i + "}")
                .build();
    }
}
