package io.vestibule.verifier;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.AttemptStep;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.CandidateSource;
import io.vestibule.schemas.CommandConcluded;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRecorded;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.JoinedRoom;
import io.vestibule.schemas.LeaveSigned;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.MemberEvent;
import io.vestibule.schemas.MemberWish;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.OperationKind;
import io.vestibule.schemas.OperationStarted;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.RemoteLeavePlan;
import io.vestibule.schemas.RemoteLeaveResting;
import io.vestibule.schemas.Restated;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.SignLeave;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredRemoteLeave;
import io.vestibule.schemas.StoredWalk;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.WaitingCommand;
import io.vestibule.schemas.WorkAnswered;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkOrdered;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run in which nothing goes wrong, for one defect to be put into: bob joins through the second server of his invite; carol rejects
 * while no server answers, and the room is still to be told.
 */
final class CleanRun {

    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant TAKEN = START.plusSeconds(60);
    static final String ROOM = "!room:a.example";
    static final String ALICE = "@alice:a.example";
    static final String BOB = "@bob:us.example";
    static final String CAROL = "@carol:us.example";

    private final LogOnPaper log;
    private final Ledger ledger;
    private final List<PeerRequest> requests = new ArrayList<>();

    CleanRun(LogOnPaper log) {
        this.log = log;
        this.ledger = new Ledger(log, ROOM);
    }

    static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    Ledger ledger() {
        return ledger;
    }

    List<PeerRequest> requests() {
        return requests;
    }

    void play() {
        bobIsInvited();
        bobAccepts();
        carolIsInvited();
        carolRejects();
    }

    private void bobIsInvited() {
        InviteReceived invite = invite("$bobs", BOB, List.of("a.example", "b.example"));
        invited(invite, at(0));
        requested(at(0), "a.example", PeerRequest.Side.PEER_ASKED, "PUT", "/_matrix/federation/v2/invite/", "$bobs");
    }

    private void bobAccepts() {
        command("c-1", CommandType.ACCEPT_INVITE, BOB, at(1));
        started(OperationKind.ACCEPT, "c-1", CommandType.ACCEPT_INVITE, BOB, at(180));
        prepare("o-1", Membership.JOIN, BOB, candidates("$bobs", "a.example", "b.example"));
        ledger.view(BOB, InviteStateType.JOINING, view -> shows(view, "$bobs", at(0)));
        requested(
                at(2), "b.example", PeerRequest.Side.VESTIBULE_ASKED, "GET", "/_matrix/federation/v1/make_join/", BOB);

        result("o-1", at(2));
        answered(
                "o-1",
                BOB,
                WorkResultType.PREPARED,
                "b.example",
                tried("a.example", AttemptResult.UNREACHABLE, at(1)),
                tried("b.example", AttemptResult.SUCCEEDED, at(2)));
        submit("o-2", BOB, "$join", "b.example", candidates("$bobs", "a.example", "b.example"));
        requested(
                at(3),
                "b.example",
                PeerRequest.Side.VESTIBULE_ASKED,
                "PUT",
                "/_matrix/federation/v2/send_join/",
                "$join");

        result("o-2", at(3));
        answered("o-2", BOB, WorkResultType.SUBMITTED, "b.example");
        ledger.fact(
                LedgerEventType.JOINED,
                BOB,
                event -> event.setJoined(JoinedRoom.newBuilder()
                        .setEvent(new MemberEvent("$join", "{}"))
                        .setImportId("import-1")
                        .setAnsweredBy("b.example")
                        .build()));
        concluded("c-1", CommandType.ACCEPT_INVITE, BOB, OutcomeType.JOINED);
        ledger.view(
                BOB,
                InviteStateType.JOINED,
                view -> shows(view, "$bobs", at(0)).setJoinEventId("$join").setImportId("import-1"));
    }

    private void carolIsInvited() {
        InviteReceived invite = InviteReceived.newBuilder(invite("$carols", CAROL, null))
                .setStateServers(List.of("c.example"))
                .build();
        invited(invite, at(4));
    }

    private void carolRejects() {
        command("c-2", CommandType.REJECT_INVITE, CAROL, at(5));
        started(OperationKind.REJECT, "c-2", CommandType.REJECT_INVITE, CAROL, at(10));
        order(
                WorkOrder.newBuilder(work("s-1", WorkOrderType.SIGN_LEAVE, CAROL, "$carols"))
                        .setSignLeave(new SignLeave("{}", null))
                        .build(),
                List.of());
        prepare("o-3", Membership.LEAVE, CAROL, candidates("$carols", "a.example", "b.example", "c.example"));
        ledger.view(CAROL, InviteStateType.REJECTING, view -> shows(view, "$carols", at(4)));

        result("s-1", at(6));
        answered("s-1", CAROL, WorkResultType.LEAVE_SIGNED, "");
        MemberEvent leave = new MemberEvent("$leave", "{}");
        ledger.fact(LedgerEventType.LEAVE_SIGNED, CAROL, event -> event.setLeaveSigned(new LeaveSigned(leave)));

        result("o-3", at(7));
        answered(
                "o-3",
                CAROL,
                WorkResultType.EXHAUSTED,
                "",
                tried("a.example", AttemptResult.UNREACHABLE, at(5)),
                tried("b.example", AttemptResult.TIMED_OUT, at(5)),
                tried("c.example", AttemptResult.NOT_FOUND, at(6)));
        RemoteLeavePlan plan = RemoteLeavePlan.newBuilder()
                .setServers(candidates("$carols", "a.example", "b.example", "c.example"))
                .setGiveUpAt(at(600_000).toEpochMilli())
                .build();
        ledger.fact(
                LedgerEventType.LEFT,
                CAROL,
                event -> event.setLeft(LeftRoom.newBuilder()
                        .setEvent(leave)
                        .setOutOfBand(true)
                        .setRemote(plan)
                        .build()));
        concluded("c-2", CommandType.REJECT_INVITE, CAROL, OutcomeType.LEFT_LOCALLY);
        ledger.fact(
                LedgerEventType.REMOTE_LEAVE_RESTING,
                CAROL,
                event -> event.setRemoteLeaveResting(new RemoteLeaveResting(at(90).toEpochMilli(), 1, plan)));
        ledger.view(
                CAROL,
                InviteStateType.LEFT,
                view -> shows(view, "$carols", at(4))
                        .setLeaveEventId("$leave")
                        .setLeaveEventJson("{}")
                        .setOutOfBand(true)
                        .setRemoteLeavePending(true));
    }

    /** What the stores hold of carol when the run is over. */
    StoredInvite.Builder carolsRecord() {
        return StoredInvite.newBuilder()
                .setState(InviteStateType.LEFT)
                .setInvite(invite("$carols", CAROL, null))
                .setInvitedAt(at(4).toEpochMilli())
                .setEvent(new MemberEvent("$leave", "{}"))
                .setOutOfBand(true)
                .setRemoteLeave(StoredRemoteLeave.newBuilder()
                        .setWalk(StoredWalk.newBuilder().build())
                        .setPlan(RemoteLeavePlan.newBuilder().setGiveUpAt(0).build())
                        .build())
                .setChangedAt(at(7).toEpochMilli());
    }

    /** Says again what the stores hold of carol. */
    void restated(StoredInvite record) {
        ledger.on(new Place("due", 0, at(50).toEpochMilli()), at(50))
                .fact(
                        LedgerEventType.RESTATED,
                        CAROL,
                        event -> event.setRestated(
                                Restated.newBuilder().setInvite(record).build()));
    }

    static InviteReceived invite(String id, String user, @Nullable List<String> via) {
        return InviteReceived.newBuilder()
                .setRoomId(ROOM)
                .setUserId(user)
                .setEventId(id)
                .setRoomVersion("11")
                .setSender(ALICE)
                .setOrigin("a.example")
                .setReceivedAt(0)
                .setReferenceHash("hash of " + id)
                .setEventJson("{\"the\":\"invite\"}")
                .setVia(via)
                .build();
    }

    void invited(InviteReceived invite, Instant when) {
        Place place = log.append(Topics.INVITES_RECEIVED, ROOM, invite, when);
        ledger.on(place, when)
                .fact(
                        LedgerEventType.INVITE_RECORDED,
                        invite.getUserId(),
                        event -> event.setInviteRecorded(
                                InviteRecorded.newBuilder().setInvite(invite).build()));
        ledger.view(invite.getUserId(), InviteStateType.INVITED, view -> shows(view, invite.getEventId(), when));
    }

    static InviteView.Builder shows(InviteView.Builder view, String invite, Instant invitedAt) {
        return view.setInviteEventId(invite)
                .setInviteEventJson("{\"the\":\"invite\"}")
                .setRoomVersion("11")
                .setSender(ALICE)
                .setInvitedAt(invitedAt.toEpochMilli());
    }

    Place command(String id, CommandType type, String user, Instant when) {
        InviteCommand command = InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(type)
                .setRoomId(ROOM)
                .setUserId(user)
                .build();
        Place place = log.append(Topics.INVITES_COMMANDS, "any key", command, when);
        ledger.on(place, when);
        return place;
    }

    void started(OperationKind kind, String id, CommandType type, String user, Instant answerBy) {
        ledger.fact(
                LedgerEventType.OPERATION_STARTED,
                user,
                event -> event.setOperationStarted(OperationStarted.newBuilder()
                        .setKind(kind)
                        .setCommand(new WaitingCommand(id, type))
                        .setWish(MemberWish.newBuilder().build())
                        .setNotAfter(answerBy.toEpochMilli())
                        .setAnswerBy(answerBy.toEpochMilli())
                        .build()));
    }

    static WorkOrder work(String id, WorkOrderType type, String user, String invite) {
        return WorkOrder.newBuilder()
                .setOrderId(id)
                .setType(type)
                .setRoomId(ROOM)
                .setUserId(user)
                .setLane(id)
                .setRoomVersion("11")
                .setInviteEventId(invite)
                .build();
    }

    Place prepare(String id, Membership membership, String user, List<Candidate> candidates) {
        String invite = candidates.getFirst().getContributedBy();
        return order(
                WorkOrder.newBuilder(work(id, WorkOrderType.PREPARE_MEMBERSHIP, user, invite))
                        .setPrepare(PrepareMembership.newBuilder()
                                .setMembership(membership)
                                .setCandidates(candidates)
                                .build())
                        .build(),
                candidates);
    }

    Place submit(String id, String user, String event, String server, List<Candidate> candidates) {
        String invite = candidates.getFirst().getContributedBy();
        return order(
                WorkOrder.newBuilder(work(id, WorkOrderType.SUBMIT_MEMBERSHIP, user, invite))
                        .setSubmit(SubmitMembership.newBuilder()
                                .setMembership(Membership.JOIN)
                                .setServer(server)
                                .setEventId(event)
                                .setEventJson("{}")
                                .build())
                        .build(),
                candidates);
    }

    private Place order(WorkOrder order, List<Candidate> candidates) {
        return ledger.fact(
                LedgerEventType.WORK_ORDERED,
                order.getUserId(),
                event -> event.setWorkOrdered(WorkOrdered.newBuilder()
                        .setOrder(order)
                        .setWatchdog(ledger.now().plus(Duration.ofMinutes(4)).toEpochMilli())
                        .setCandidates(candidates)
                        .build()));
    }

    static List<Candidate> candidates(String invite, String... servers) {
        return Arrays.stream(servers)
                .map(server -> new Candidate(server, CandidateSource.VIA, invite))
                .toList();
    }

    void result(String order, Instant when) {
        WorkResult result = WorkResult.newBuilder()
                .setOrderId(order)
                .setRoomId(ROOM)
                .setUserId(BOB)
                .build();
        ledger.on(log.append(Topics.INVITES_HANDSHAKE_RESULTS, ROOM, result, when), when);
    }

    void answered(String order, String user, WorkResultType type, String server, ServerAttempt... attempts) {
        ledger.fact(
                LedgerEventType.WORK_ANSWERED,
                user,
                event -> event.setWorkAnswered(WorkAnswered.newBuilder()
                        .setOrderId(order)
                        .setType(type)
                        .setServer(server)
                        .setAttempts(List.of(attempts))
                        .build()));
    }

    static ServerAttempt tried(String server, AttemptResult result, Instant when) {
        return ServerAttempt.newBuilder()
                .setServer(server)
                .setStep(AttemptStep.MAKE)
                .setResult(result)
                .setStartedAt(when.toEpochMilli())
                .setTookMs(100)
                .build();
    }

    void concluded(String id, CommandType type, String user, OutcomeType outcome) {
        ledger.fact(
                LedgerEventType.COMMAND_CONCLUDED,
                user,
                event -> event.setCommandConcluded(
                        new CommandConcluded(outcome(id, type, user, outcome, ledger.now()))));
    }

    static CommandOutcome outcome(String id, CommandType type, String user, OutcomeType outcome, Instant when) {
        return CommandOutcome.newBuilder()
                .setCommandId(id)
                .setCommand(type)
                .setRoomId(ROOM)
                .setUserId(user)
                .setOutcome(outcome)
                .setDecidedAt(when.toEpochMilli())
                .build();
    }

    void requested(Instant when, String peer, PeerRequest.Side side, String method, String path, String last) {
        requests.add(PeerRequest.of(when, peer, side, method, path + ROOM + "/" + last, 200));
    }

    /** An edit of one kind of record; the others stay. */
    static <V> LogOnPaper.Editor changing(Class<V> type, UnaryOperator<V> change) {
        return (topic, value) -> type.isInstance(value)
                ? (org.apache.avro.specific.SpecificRecord) change.apply(type.cast(value))
                : value;
    }
}
