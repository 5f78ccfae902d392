package io.vestibule.topology;

import static io.vestibule.topology.Cast.ALICE;
import static io.vestibule.topology.Cast.BOB;
import static io.vestibule.topology.Cast.CAROL;
import static io.vestibule.topology.Cast.ROOM;
import static io.vestibule.topology.Cast.accept;
import static io.vestibule.topology.Cast.invite;
import static io.vestibule.topology.Cast.inviteWithChosenId;
import static io.vestibule.topology.Cast.reject;
import static io.vestibule.topology.Cast.result;
import static io.vestibule.topology.Cast.retractInvite;
import static io.vestibule.topology.Cast.retry;
import static io.vestibule.topology.Cast.sendInvite;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.Residency;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random life in one room: the same for the same seed. */
final class RandomLife {

    static final String DAVE = "@dave:us.example";
    static final List<String> USERS = List.of(BOB, CAROL, DAVE);

    private final TopologyHarness hall;
    private final Random random;
    private final List<WorkOrder> open = new ArrayList<>();
    private int i;

    RandomLife(TopologyHarness hall, long seed) {
        this.hall = hall;
        this.random = new Random(seed);
    }

    /** Goes on for some steps. */
    void live(int steps) {
        for (int end = i + steps; i < end; i++) {
            String user = USERS.get(random.nextInt(USERS.size()));
            switch (random.nextInt(10)) {
                case 0, 1 -> hall.send(Topics.INVITES_RECEIVED, ROOM, anInvite(user));
                case 2 -> hall.send(Topics.INVITES_COMMANDS, "", accept("c" + i, user));
                case 3 ->
                    hall.send(Topics.INVITES_COMMANDS, "", i % 4 == 0 ? retry("c" + i, user) : reject("c" + i, user));
                case 4 -> feed(user);
                case 9 ->
                    hall.send(
                            Topics.INVITES_COMMANDS,
                            "",
                            random.nextInt(3) > 0 ? sendInvite("c" + i, "e" + i / 4) : retractInvite("c" + i));
                case 5 -> hall.pass(Duration.ofSeconds(random.nextInt(30)));
                default -> answer();
            }
            open.addAll(hall.orders());
        }
    }

    private InviteReceived anInvite(String user) {
        int number = random.nextInt(8) > 0 ? i : random.nextInt(i + 1);
        String via = "c" + number + ".example";
        if (number % 3 > 0) {
            return invite(USERS.get(number % USERS.size()), "$i" + number, "b.example", via);
        }
        InviteReceived chosen = inviteWithChosenId(user, "$i" + number, "b.example", via);
        return number == i || random.nextBoolean()
                ? chosen
                : InviteReceived.newBuilder(chosen).setReferenceHash("another").build();
    }

    private void answer() {
        if (open.isEmpty()) {
            return;
        }
        WorkOrder order = open.remove(random.nextInt(open.size()));
        WorkResultType type = answerTo(order.getType());
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

    private WorkResultType answerTo(WorkOrderType type) {
        boolean well = random.nextInt(3) > 0;
        return switch (type) {
            case SIGN_LEAVE -> well ? WorkResultType.LEAVE_SIGNED : WorkResultType.FAILED;
            case PREPARE_MEMBERSHIP -> well ? WorkResultType.PREPARED : WorkResultType.EXHAUSTED;
            case SUBMIT_MEMBERSHIP -> well ? WorkResultType.SUBMITTED : WorkResultType.AMBIGUOUS;
            case VERIFY_PDU -> well ? WorkResultType.PDU_VERIFIED : WorkResultType.PDU_REJECTED;
            case PREPARE_EVENT -> well ? WorkResultType.EVENT_PREPARED : WorkResultType.EVENT_REFUSED;
            case SEND_INVITE -> well ? WorkResultType.INVITED : WorkResultType.AMBIGUOUS;
            case SEND_PDU -> well ? WorkResultType.DELIVERED : WorkResultType.EXHAUSTED;
            case UNKNOWN -> WorkResultType.FAILED;
        };
    }

    private void feed(String user) {
        switch (random.nextInt(3)) {
            case 0 -> hall.send(Topics.HOMESERVER_PDUS, "", claim(user));
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

    private PduSeen claim(String user) {
        return PduSeen.newBuilder()
                .setRoomId(ROOM)
                .setUserId(user)
                .setSender(random.nextInt(4) > 0 ? ALICE : "@mallory:m.example")
                .setMembership(Membership.LEAVE)
                .setOrigin("a.example")
                .setPduJson("{\"pdu\":" + i + "}")
                .build();
    }
}
