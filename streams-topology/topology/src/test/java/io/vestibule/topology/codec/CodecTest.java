package io.vestibule.topology.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Attempt;
import io.vestibule.model.AttemptResult;
import io.vestibule.model.AttemptStep;
import io.vestibule.model.Candidate;
import io.vestibule.model.CandidateSource;
import io.vestibule.model.Claim;
import io.vestibule.model.Command;
import io.vestibule.model.CommandId;
import io.vestibule.model.CommandType;
import io.vestibule.model.Coordinates;
import io.vestibule.model.EarlyMembership;
import io.vestibule.model.Fact;
import io.vestibule.model.ImportId;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.InviteView;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Membership;
import io.vestibule.model.Operation;
import io.vestibule.model.OrderId;
import io.vestibule.model.OutboundCommand;
import io.vestibule.model.OutboundOperation;
import io.vestibule.model.OutboundRecord;
import io.vestibule.model.OutboundStage;
import io.vestibule.model.Outcome;
import io.vestibule.model.OutcomeType;
import io.vestibule.model.Outgoing;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.Residency;
import io.vestibule.model.RoomRecord;
import io.vestibule.model.Route;
import io.vestibule.model.Routes;
import io.vestibule.model.SentEvent;
import io.vestibule.model.ServerAcl;
import io.vestibule.model.Signing;
import io.vestibule.model.Stage;
import io.vestibule.model.Waiter;
import io.vestibule.model.Walk;
import io.vestibule.model.Wish;
import io.vestibule.model.WorkOrder;
import io.vestibule.model.WorkResultType;
import io.vestibule.schemas.LedgerEventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final RoomId ROOM = RoomId.of("!hall:a.example");
    private static final UserId ALICE = UserId.of("@alice:a.example");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final ServerName B = ServerName.of("b.example");
    private static final EventId E1 = EventId.of("$e1");
    private static final MemberEvent EVENT = new MemberEvent(EventId.of("$m1"), "{\"m\":1}");
    private static final Waiter WAITER = new Waiter(new CommandId("c1"), CommandType.ACCEPT_INVITE);
    private static final Wish WISH = new Wish("Bob", "mxc://x", "why", "{\"a\":1}", true);
    private static final Candidate CANDIDATE = new Candidate(B, CandidateSource.VIA, E1);
    private static final Attempt ATTEMPT = new Attempt(
            B, AttemptStep.MAKE, AttemptResult.TLS_FAILED, 502, "M_X", "words", AT, 12, CandidateSource.SENDER, E1);
    private static final RemoteLeave.Plan PLAN = new RemoteLeave.Plan(List.of(CANDIDATE), AT, true);
    private static final SentEvent SENT = new SentEvent(new OrderId("o1"), Membership.JOIN, EVENT, B, E1);
    private static final EarlyMembership EARLY = new EarlyMembership(Membership.LEAVE, E1, List.of(E1), AT);
    private static final List<RoomAlias> ALIASES = List.of(RoomAlias.of("#hall:us.example"));
    private static final ServerAcl ACL = new ServerAcl(List.of("*"), List.of("*.evil.example"), false);
    private static final InviteState.Retraction RETRACTION =
            new InviteState.Retraction(Membership.BAN, EVENT, "because");

    private static final Invitation INVITE = new Invitation(
            E1,
            RoomVersionId.of("11"),
            ALICE,
            new Invitation.Receipt(ServerName.of("a.example"), Invitation.Endpoint.MSC4329, AT),
            new Invitation.Pdu("{\"i\":1}", "hash", List.of(EventId.of("$a1"))),
            List.of(B),
            List.of(ServerName.of("s.example")),
            new Invitation.Stripped(List.of("{\"s\":1}"), "{\"c\":1}", true, 2, true));

    private static Command command(CommandType type) {
        Wish wish = switch (type) {
            case ACCEPT_INVITE -> WISH;
            case REJECT_INVITE -> Wish.reason("no");
            case UNKNOWN, RETRY, SEND_INVITE, RETRACT_INVITE, FORGET_INVITE -> Wish.NONE;
        };
        return new Command(
                new CommandId("c2"),
                type,
                ROOM,
                BOB,
                AT,
                AT.plusSeconds(9),
                Residency.NO,
                "op",
                wish,
                type == CommandType.RETRY,
                type == CommandType.FORGET_INVITE,
                null);
    }

    private static Outcome outcome() {
        return new Outcome(
                WAITER,
                ROOM,
                BOB,
                OutcomeType.FORBIDDEN,
                "said no",
                AT,
                List.of(ATTEMPT),
                new Outcome.Refusal(B, E1),
                EVENT,
                new ImportId("import"),
                Duration.ofSeconds(7));
    }

    private static OutboundCommand outbound(CommandType type) {
        return new OutboundCommand(
                new Waiter(new CommandId("c9"), type),
                "{\"e\":1}",
                RoomVersionId.of("12"),
                new Outgoing.RoomState(List.of("{\"s\":1}"), "{\"c\":1}"),
                new OutboundCommand.Via(List.of(B), true),
                true,
                AT);
    }

    private static final OutboundOperation.Prepared PREPARED = new OutboundOperation.Prepared(EVENT, List.of(B));

    static Stream<Fact> outboundFacts() {
        OutboundCommand send = outbound(CommandType.SEND_INVITE);
        Waiter waiter = send.waiter();
        return Stream.of(
                new Fact.Outbound.Started(send),
                new Fact.Outbound.Attached(waiter),
                new Fact.Outbound.Queued(outbound(CommandType.RETRACT_INVITE)),
                new Fact.Outbound.Answered(
                        new OrderId("o"),
                        WorkResultType.EVENT_PREPARED,
                        List.of(ATTEMPT),
                        "hm",
                        PREPARED,
                        Invitation.Endpoint.V1,
                        Duration.ofSeconds(3)),
                new Fact.Outbound.Answered(
                        new OrderId("o"),
                        WorkResultType.RATE_LIMITED,
                        List.of(),
                        "",
                        null,
                        Invitation.Endpoint.UNKNOWN,
                        Duration.ZERO),
                new Fact.Outbound.Resting(AT, 4),
                new Fact.Outbound.Ended(OutcomeType.BAD_ANSWER),
                new Fact.Outbound.Restated(outboundRecords().findFirst().orElseThrow()),
                new Fact.WorkOrdered(
                        order(new WorkOrder.Work.PrepareEvent(
                                Membership.INVITE, send.eventJson(), send.state(), send.via(), true)),
                        AT,
                        List.of(),
                        false),
                new Fact.WorkOrdered(
                        order(new WorkOrder.Work.SendInvite(
                                EVENT, send.state(), List.of(B), Invitation.Endpoint.MSC4329)),
                        AT,
                        List.of(),
                        false),
                new Fact.WorkOrdered(order(new WorkOrder.Work.SendPdu(EVENT)), AT, List.of(), false));
    }

    static Stream<OutboundRecord> outboundRecords() {
        OutboundCommand send = outbound(CommandType.SEND_INVITE);
        OutboundOperation.LastTry last = new OutboundOperation.LastTry(
                WorkResultType.AMBIGUOUS, "late", Duration.ofSeconds(5), true, Invitation.Endpoint.V2);
        return Stream.of(
                        new OutboundOperation(
                                send,
                                List.of(WAITER),
                                new OutboundStage.Preparing(new OrderId("o"), AT),
                                0,
                                null,
                                null,
                                List.of()),
                        new OutboundOperation(
                                send,
                                List.of(),
                                new OutboundStage.Sending(new OrderId("o"), AT),
                                2,
                                PREPARED,
                                last,
                                List.of(ATTEMPT)),
                        new OutboundOperation(
                                send, List.of(), new OutboundStage.Resting(AT), 3, PREPARED, last, List.of(ATTEMPT)),
                        new OutboundOperation(send, List.of(), new OutboundStage.Over(), 3, PREPARED, null, List.of()))
                .map(running -> new OutboundRecord(running, List.of(outbound(CommandType.RETRACT_INVITE)), 9));
    }

    @ParameterizedTest
    @MethodSource("outboundRecords")
    void what_is_on_its_way_comes_back_from_the_store_as_it_was(OutboundRecord outbound) {
        // Given
        // When
        OutboundRecord read = OutboundRecordCodec.read(OutboundRecordCodec.write(outbound));
        // Then
        assertThat(read).isEqualTo(outbound);
    }

    private static WorkOrder order(WorkOrder.Work work) {
        return new WorkOrder(
                new OrderId("o2"),
                ROOM,
                BOB,
                new WorkOrder.Terms("lane", false, AT, AT.plusSeconds(5)),
                RoomVersionId.of("11"),
                E1,
                work);
    }

    static Stream<Fact> facts() {
        Operation.Terms terms = new Operation.Terms(WISH, AT, AT.plusSeconds(3), AT.plusSeconds(4), true);
        Wish sent = new Wish("Bob", "mxc://x", "why", "{\"a\":1}", false);
        return Stream.of(
                new Fact.InviteRecorded(INVITE, List.of(AppserviceId.of("irc"), AppserviceId.of("xmpp"))),
                new Fact.InviteRefused(E1, "hash", "why"),
                new Fact.InviteRetracted(RETRACTION, ALICE),
                new Fact.RetractionSuspected(ALICE, Membership.LEAVE),
                new Fact.InviteForgotten(),
                new Fact.UserForgotten(true, 3),
                new Fact.RoutesForgotten(AT),
                new Fact.OperationStarted(Fact.OperationKind.REJECT, WAITER, terms),
                new Fact.CommandAttached(WAITER),
                new Fact.CommandDeferred(command(CommandType.ACCEPT_INVITE)),
                new Fact.CommandDeferred(command(CommandType.REJECT_INVITE)),
                new Fact.CommandDeferred(command(CommandType.RETRY)),
                new Fact.CommandDeferred(command(CommandType.FORGET_INVITE)),
                new Fact.JoinQueued(AT),
                new Fact.OperationEnded(OutcomeType.NO_SERVER_REACHABLE),
                new Fact.CommandConcluded(outcome()),
                new Fact.WorkOrdered(order(new WorkOrder.Work.SignLeave("{}", "no")), AT, List.of(), false),
                new Fact.WorkOrdered(
                        order(new WorkOrder.Work.Prepare(Membership.LEAVE, List.of(CANDIDATE), sent, AT, E1)),
                        AT,
                        List.of(CANDIDATE),
                        true),
                new Fact.WorkOrdered(
                        order(new WorkOrder.Work.Submit(Membership.JOIN, B, EVENT, true, new CommandId("c1"))),
                        AT,
                        List.of(CANDIDATE),
                        false),
                new Fact.WorkOrdered(order(new WorkOrder.Work.Verify("{}", ALICE)), AT, List.of(), false),
                new Fact.WorkAnswered(new OrderId("o3"), WorkResultType.AMBIGUOUS, B, List.of(ATTEMPT), "hm"),
                new Fact.WorkUnanswered(new OrderId("o4")),
                new Fact.LeaveSigningResting(AT),
                new Fact.LeaveSigned(EVENT),
                new Fact.JoinedRoom(EVENT, new ImportId("import"), B),
                new Fact.LeftRoom(EVENT, true, "no", B, PLAN),
                new Fact.LeftRoom(null, false, null, null, null),
                new Fact.RemoteLeaveRetried(WAITER, PLAN, AT),
                new Fact.RemoteLeaveResting(AT, 3, PLAN),
                new Fact.RemoteLeaveConfirmed(EVENT, B),
                new Fact.RemoteLeaveEnded(RemoteLeave.End.SUPERSEDED),
                new Fact.ClaimRemembered(new Claim(ALICE, Membership.BAN, "{}", null, AT)),
                new Fact.ClaimDropped("{}", "why"),
                new Fact.MembershipRemembered(EARLY),
                new Fact.MembershipDropped(E1),
                new Fact.MembershipSeen(Membership.KNOCK, E1),
                new Fact.ServersDenied(List.of(CANDIDATE)),
                new Fact.RoomFactsSeen(Residency.NO, null, false, null, null, List.of()),
                new Fact.RoomFactsSeen(Residency.YES, RoomVersionId.of("12"), true, AT, ACL, ALIASES),
                new Fact.Restated.Room(room()),
                new Fact.Restated.Invite(invite(new InviteState.Invited(INVITE, true, WISH))),
                new Fact.Restated.Hash(E1, "hash", AT),
                new Fact.Restated.Concluded(outcome()));
    }

    @ParameterizedTest
    @MethodSource({"facts", "outboundFacts"})
    void a_fact_comes_back_from_the_ledger_as_it_was(Fact fact) {
        // Given
        boolean ofTheUser = !(fact instanceof Fact.RoomFactsSeen || fact instanceof Fact.Restated)
                || fact instanceof Fact.Restated.Invite;
        UserId user = ofTheUser ? BOB : null;
        LedgerEvent event = new LedgerEvent(ROOM, user, AT, new Coordinates("t", 3, 4), 5, fact);
        // When
        LedgerEvent read = LedgerCodec.read(LedgerCodec.write(event));
        // Then
        if (fact instanceof Fact.OperationStarted started) {
            assertThat(read.fact())
                    .isEqualTo(new Fact.OperationStarted(started.kind(), started.command(), started.terms()));
        }
        assertThat(read).isEqualTo(event);
    }

    @Test
    void every_kind_of_fact_is_tried_above() {
        // Given
        Set<Class<?>> tried =
                Stream.concat(facts(), outboundFacts()).map(Object::getClass).collect(Collectors.toSet());
        // When
        List<Class<?>> all = Stream.of(Fact.class, Fact.Outbound.class, Fact.Restated.class)
                .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
                .filter(type -> !type.isInterface())
                .collect(Collectors.toList());
        // Then
        assertThat(tried).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void an_event_of_a_newer_release_stops_the_reader() {
        // Given
        io.vestibule.schemas.LedgerEvent newer = io.vestibule.schemas.LedgerEvent.newBuilder(LedgerCodec.write(
                        new LedgerEvent(ROOM, BOB, AT, new Coordinates("t", 0, 0), 0, new Fact.JoinQueued(AT))))
                .setType(LedgerEventType.UNKNOWN)
                .build();
        // When
        // Then
        assertThatThrownBy(() -> LedgerCodec.read(newer)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<InviteState> states() {
        return Stream.of(
                new InviteState.None(),
                new InviteState.Knocked(E1),
                new InviteState.Invited(INVITE, true, WISH),
                new InviteState.Invited(INVITE, false, null),
                new InviteState.Joining(INVITE, true, operation(new Stage.Preparing(new OrderId("o"), AT)), RETRACTION),
                new InviteState.Joining(INVITE, false, operation(new Stage.Submitting(SENT, AT, 2)), null),
                new InviteState.Joining(INVITE, false, operation(new Stage.Waiting(AT)), null),
                new InviteState.Joined(INVITE, EVENT, new ImportId("import")),
                new InviteState.Joined(null, EVENT, null),
                new InviteState.Rejecting(INVITE, null, operation(new Stage.Idle()), EVENT),
                new InviteState.Rejecting(null, E1, operation(new Stage.Over(WorkResultType.FORBIDDEN, B, 1)), null),
                new InviteState.Rejecting(null, E1, operation(new Stage.Over(null, null, 0)), null),
                new InviteState.Left(INVITE, EVENT, "no", true, remote()),
                new InviteState.Left(null, null, null, false, null),
                new InviteState.Retracted(INVITE, EVENT, "no"),
                new InviteState.Banned(null, EVENT, null));
    }

    private static Operation operation(Stage stage) {
        Walk walk = new Walk(stage, List.of(CANDIDATE), List.of(ATTEMPT));
        return new Operation(
                new Operation.Terms(WISH, AT, AT.plusSeconds(1), AT.plusSeconds(2), true),
                List.of(WAITER),
                List.of(command(CommandType.REJECT_INVITE)),
                walk,
                true,
                true);
    }

    private static RemoteLeave remote() {
        Walk walk = new Walk(new Stage.Waiting(AT), List.of(CANDIDATE), List.of(ATTEMPT));
        return new RemoteLeave(walk, PLAN, 4, List.of(WAITER), AT);
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_record_comes_back_from_the_store_as_it_was(InviteState state) {
        // Given
        InviteRecord invite = invite(state);
        // When
        InviteRecord read = InviteRecordCodec.read(InviteRecordCodec.write(ROOM, BOB, invite));
        // Then
        assertThat(read).isEqualTo(invite);
    }

    private static InviteRecord invite(InviteState state) {
        return new InviteRecord(
                state,
                AT,
                new Signing(state instanceof InviteState.Left ? null : new OrderId("signing"), AT),
                List.of(new Claim(ALICE, Membership.LEAVE, "{}", new OrderId("v"), AT)),
                List.of(SENT),
                List.of(E1),
                List.of(AppserviceId.of("irc")),
                List.of(EARLY),
                AT,
                17);
    }

    private static RoomRecord room() {
        Route route = new Route(B, CandidateSource.VIA, E1, AT);
        return new RoomRecord(
                new Routes(List.of(route), List.of(route)),
                Residency.YES,
                RoomVersionId.of("9"),
                true,
                new RoomRecord.FirstJoin(BOB, new ImportId("import"), AT),
                new RoomRecord.JoinLine(BOB, List.of(ALICE)),
                ACL,
                ALIASES);
    }

    @Test
    void a_room_comes_back_from_the_store_as_it_was() {
        // Given
        RoomRecord room = room();
        // When
        RoomRecord read = RoomRecordCodec.read(RoomRecordCodec.write(room));
        // Then
        assertThat(read).isEqualTo(room);
        assertThat(RoomRecordCodec.read(RoomRecordCodec.write(RoomRecord.EMPTY)))
                .isEqualTo(RoomRecord.EMPTY);
    }

    static Stream<List<Class<? extends Enum<?>>>> twins() {
        return Stream.of(
                List.of(Membership.class, io.vestibule.schemas.Membership.class),
                List.of(Residency.class, io.vestibule.schemas.Residency.class),
                List.of(CommandType.class, io.vestibule.schemas.CommandType.class),
                List.of(OutcomeType.class, io.vestibule.schemas.OutcomeType.class),
                List.of(AttemptStep.class, io.vestibule.schemas.AttemptStep.class),
                List.of(AttemptResult.class, io.vestibule.schemas.AttemptResult.class),
                List.of(CandidateSource.class, io.vestibule.schemas.CandidateSource.class),
                List.of(WorkResultType.class, io.vestibule.schemas.WorkResultType.class),
                List.of(RemoteLeave.End.class, io.vestibule.schemas.RemoteLeaveEnd.class),
                List.of(Invitation.Endpoint.class, io.vestibule.schemas.InviteEndpoint.class));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void an_enum_of_the_model_and_its_twin_in_the_schemas_have_the_same_constants(List<Class<? extends Enum<?>>> pair) {
        // Given
        List<String> model = names(pair.getFirst());
        // When
        List<String> schema = names(pair.getLast());
        // Then
        assertThat(model).containsExactlyInAnyOrderElementsOf(schema);
    }

    @Test
    void every_state_has_a_name_in_the_view() {
        // Given
        List<String> schema = names(io.vestibule.schemas.InviteStateType.class);
        // When
        List<String> model = names(InviteView.State.class);
        // Then
        assertThat(schema).containsAll(model);
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }
}
