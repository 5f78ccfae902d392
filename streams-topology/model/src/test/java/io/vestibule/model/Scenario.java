package io.vestibule.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code given(invited(BOB, "$i1", "b.example")).when(accepts(BOB, "c1")).then(asks(BOB, "b.example", "a.example"))}. */
final class Scenario {

    static final UserId ALICE = UserId.of("@alice:a.example");
    static final UserId MALLORY = UserId.of("@mallory:m.example");
    static final UserId BOB = UserId.of("@bob:us.example");
    static final UserId CAROL = UserId.of("@carol:us.example");
    static final UserId DAVE = UserId.of("@dave:us.example");

    private final Hall hall;

    private Scenario(Hall hall) {
        this.hall = hall;
    }

    @SafeVarargs
    static Scenario given(Consumer<Hall>... steps) {
        return given(new Hall(), steps);
    }

    @SafeVarargs
    static Scenario given(Hall hall, Consumer<Hall>... steps) {
        Stream.of(steps).forEach(step -> step.accept(hall));
        return new Scenario(hall);
    }

    @SafeVarargs
    final Scenario when(Consumer<Hall>... steps) {
        Stream.of(steps).forEach(step -> step.accept(hall));
        return this;
    }

    @SafeVarargs
    final Scenario then(Consumer<Hall>... expectations) {
        Stream.of(expectations).forEach(expectation -> expectation.accept(hall));
        return this;
    }

    // What happens

    static Consumer<Hall> invited(UserId user, String eventId, String... via) {
        return invitedBy(ALICE, user, eventId, via);
    }

    static Consumer<Hall> invitedBy(UserId sender, UserId user, String eventId, String... via) {
        return hall -> hall.input(new Input.InviteReceived(
                Hall.ROOM, user, invitation(sender, eventId, eventId.substring(1), hall.now(), via), List.of()));
    }

    /** As in rooms of versions 1 and 2, where a server chooses its event IDs. */
    static Consumer<Hall> invitedWithChosenId(UserId user, String eventId) {
        return hall -> hall.input(new Input.InviteReceived(
                Hall.ROOM, user, invitation(ALICE, eventId, "hash-of-" + eventId, hall.now()), List.of()));
    }

    static Consumer<Hall> invitedWithOtherContent(UserId user, String eventId) {
        return hall -> hall.input(new Input.InviteReceived(
                Hall.ROOM, user, invitation(ALICE, eventId, "another hash", hall.now()), List.of()));
    }

    /** Without {@code via} names, an invite has no {@code via}; its stripped state names s.example. */
    static Invitation invitation(UserId sender, String eventId, String hash, Instant at, String... via) {
        return new Invitation(
                EventId.of(eventId),
                RoomVersionId.of("11"),
                sender,
                new Invitation.Receipt(sender.server(), Invitation.Endpoint.V2, at),
                new Invitation.Pdu("{\"id\":\"" + eventId + "\"}", hash, List.of()),
                via.length == 0 ? null : servers(via),
                List.of(sender.server(), ServerName.of("s.example")),
                new Invitation.Stripped(List.of(), "", false, 0, false));
    }

    static List<ServerName> servers(String... names) {
        return Arrays.stream(names).map(ServerName::of).toList();
    }

    static Consumer<Hall> accepts(UserId user, String id) {
        return hall -> hall.input(new Input.CommandReceived(command(CommandType.ACCEPT_INVITE, user, id)));
    }

    static Consumer<Hall> rejects(UserId user, String id) {
        return hall -> hall.input(new Input.CommandReceived(command(CommandType.REJECT_INVITE, user, id)));
    }

    static Consumer<Hall> retries(UserId user, String id, boolean ownInviteOnly) {
        Command plain = command(CommandType.RETRY, user, id);
        return commands(new Command(
                plain.id(),
                plain.type(),
                plain.room(),
                user,
                plain.issuedAt(),
                null,
                plain.resident(),
                "",
                Wish.NONE,
                ownInviteOnly));
    }

    static Consumer<Hall> forgets(UserId user, String id, boolean pendingToo) {
        Command plain = command(CommandType.FORGET_INVITE, user, id);
        return commands(new Command(
                plain.id(),
                plain.type(),
                plain.room(),
                user,
                plain.issuedAt(),
                null,
                plain.resident(),
                "",
                Wish.NONE,
                false,
                pendingToo,
                null));
    }

    static Consumer<Hall> commands(Command command) {
        return hall -> hall.input(new Input.CommandReceived(command));
    }

    static Command command(CommandType type, UserId user, String id) {
        return command(type, user, id, null, Residency.UNKNOWN);
    }

    static Command command(CommandType type, UserId user, String id, Instant notAfter, Residency resident) {
        Wish wish =
                type == CommandType.ACCEPT_INVITE ? new Wish("Name", null, null, "", false) : Wish.reason("no thanks");
        return new Command(
                new CommandId(id), type, Hall.ROOM, user, Hall.START, notAfter, resident, "test", wish, false);
    }

    static Consumer<Hall> passes(Duration time) {
        return hall -> hall.pass(time);
    }

    // What the worker answers

    static Consumer<Hall> signed(UserId user, String eventId) {
        return hall -> hall.answer(result(
                hall.openOrder(user, WorkOrder.Work.SignLeave.class),
                WorkResultType.LEAVE_SIGNED,
                null,
                new MemberEvent(EventId.of(eventId), "{\"signed\":true}")));
    }

    static Consumer<Hall> notSigned(UserId user) {
        return hall -> hall.answer(
                result(hall.openOrder(user, WorkOrder.Work.SignLeave.class), WorkResultType.FAILED, null, null));
    }

    static Consumer<Hall> prepared(UserId user, String server, String eventId) {
        return hall -> hall.answer(result(
                hall.openOrder(user, WorkOrder.Work.Prepare.class),
                WorkResultType.PREPARED,
                server,
                new MemberEvent(EventId.of(eventId), "{\"member\":true}")));
    }

    static Consumer<Hall> notPrepared(UserId user, WorkResultType type, String server) {
        return hall -> hall.answer(result(hall.openOrder(user, WorkOrder.Work.Prepare.class), type, server, null));
    }

    static Consumer<Hall> everyServerFails(UserId user) {
        return notPrepared(user, WorkResultType.EXHAUSTED, null);
    }

    static Consumer<Hall> taken(UserId user) {
        return hall -> hall.answer(taken(hall.openOrder(user, WorkOrder.Work.Submit.class)));
    }

    static WorkResult taken(WorkOrder order) {
        WorkOrder.Work.Submit submit = (WorkOrder.Work.Submit) order.work();
        boolean join = submit.membership() == Membership.JOIN;
        return new WorkResult(
                order.id(),
                WorkResultType.SUBMITTED,
                order.room(),
                order.user(),
                List.of(),
                submit.server(),
                submit.event(),
                null,
                join ? new ImportId("import-of-" + order.user().localpart()) : null,
                "");
    }

    static Consumer<Hall> notTaken(UserId user, WorkResultType type) {
        return hall -> {
            WorkOrder order = hall.openOrder(user, WorkOrder.Work.Submit.class);
            String server = ((WorkOrder.Work.Submit) order.work()).server().value();
            hall.answer(result(order, type, server, null));
        };
    }

    static Consumer<Hall> verified(UserId user, Membership membership, String eventId, String... cites) {
        return hall -> {
            WorkOrder order = hall.openOrder(user, WorkOrder.Work.Verify.class);
            List<EventId> events = Arrays.stream(cites).map(EventId::of).toList();
            hall.answer(new WorkResult(
                    order.id(),
                    WorkResultType.PDU_VERIFIED,
                    order.room(),
                    user,
                    List.of(),
                    null,
                    new MemberEvent(EventId.of(eventId), "{\"pdu\":true}"),
                    new WorkResult.Verified(membership, events, "changed my mind"),
                    null,
                    ""));
        };
    }

    static Consumer<Hall> notVerified(UserId user) {
        return hall -> hall.answer(
                result(hall.openOrder(user, WorkOrder.Work.Verify.class), WorkResultType.PDU_REJECTED, null, null));
    }

    static WorkResult result(WorkOrder order, WorkResultType type, String server, MemberEvent event) {
        return new WorkResult(
                order.id(),
                type,
                order.room(),
                order.user(),
                List.of(),
                server == null ? null : ServerName.of(server),
                event,
                null,
                null,
                "");
    }

    // What the homeserver tells

    static Consumer<Hall> feed(UserId user, Membership membership, String eventId, String... cites) {
        List<EventId> events = Arrays.stream(cites).map(EventId::of).toList();
        return hall ->
                hall.input(new Input.MembershipChanged(Hall.ROOM, user, membership, EventId.of(eventId), events));
    }

    static Consumer<Hall> roomFacts(Residency resident, boolean blocked) {
        return hall ->
                hall.input(new Input.RoomFactsChanged(Hall.ROOM, resident, null, blocked, hall.now(), null, List.of()));
    }

    static Consumer<Hall> roomDenies(String... globs) {
        ServerAcl acl = new ServerAcl(List.of("*"), List.of(globs), true);
        return hall -> hall.input(
                new Input.RoomFactsChanged(Hall.ROOM, Residency.NO, null, false, hall.now(), acl, List.of()));
    }

    static Consumer<Hall> claims(UserId sender, UserId user, Membership membership, String pdu) {
        return hall -> hall.input(new Input.PduSeen(Hall.ROOM, user, sender, membership, pdu));
    }

    // What is expected

    static Consumer<Hall> outcome(String command, OutcomeType type) {
        return hall -> assertThat(hall.outcome(command).type()).isEqualTo(type);
    }

    static Consumer<Hall> noOutcomeYet(String command) {
        return hall -> assertThat(hall.isAnswered(command))
                .as("%s is answered", command)
                .isFalse();
    }

    static Consumer<Hall> state(UserId user, Class<? extends InviteState> state) {
        return hall -> assertThat(hall.ledger().invite(user).state()).isInstanceOf(state);
    }

    static Consumer<Hall> asks(UserId user, String... servers) {
        return hall -> {
            WorkOrder order = hall.openOrder(user, WorkOrder.Work.Prepare.class);
            assertThat(((WorkOrder.Work.Prepare) order.work()).candidates())
                    .extracting(candidate -> candidate.server().value())
                    .containsExactly(servers);
        };
    }

    static Consumer<Hall> sends(UserId user, String server, String eventId) {
        return hall -> {
            WorkOrder order = hall.openOrder(user, WorkOrder.Work.Submit.class);
            WorkOrder.Work.Submit submit = (WorkOrder.Work.Submit) order.work();
            assertThat(submit.server().value()).isEqualTo(server);
            assertThat(submit.event().id().value()).isEqualTo(eventId);
        };
    }

    static Consumer<Hall> nothingOpen(UserId user) {
        return hall -> assertThat(hall.openOrders())
                .filteredOn(order -> order.user().equals(user))
                .isEmpty();
    }

    static Consumer<Hall> facts(UserId user, Class<?>... facts) {
        return hall -> assertThat(hall.ledger().history(user))
                .extracting(event -> (Class) event.fact().getClass())
                .containsExactly(facts);
    }

    static Consumer<Hall> that(Consumer<Hall> check) {
        return check;
    }
}
