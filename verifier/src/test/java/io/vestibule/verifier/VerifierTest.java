package io.vestibule.verifier;

import static io.vestibule.verifier.CleanRun.BOB;
import static io.vestibule.verifier.CleanRun.CAROL;
import static io.vestibule.verifier.CleanRun.ROOM;
import static io.vestibule.verifier.CleanRun.TAKEN;
import static io.vestibule.verifier.CleanRun.at;
import static io.vestibule.verifier.CleanRun.candidates;
import static io.vestibule.verifier.CleanRun.changing;
import static io.vestibule.verifier.CleanRun.outcome;
import static io.vestibule.verifier.CleanRun.tried;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.InviteRecorded;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.UserForgotten;
import io.vestibule.schemas.WorkAnswered;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrdered;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each promise broken once: the check that is there for it finds it, and says where. */
class VerifierTest {

    private static final LogOnPaper.Editor AS_IT_IS = (topic, value) -> value;

    private Instant takenAt = TAKEN;
    private Bounds bounds = Bounds.USUAL;
    private LogOnPaper log = new LogOnPaper(TAKEN, AS_IT_IS);
    private CleanRun run = new CleanRun(log);

    private void played(LogOnPaper.Editor editor) {
        log = new LogOnPaper(takenAt, editor);
        run = new CleanRun(log);
        run.play();
    }

    private void playedWith(UnaryOperator<LedgerEvent> change) {
        played(changing(LedgerEvent.class, change));
    }

    private Report check() {
        return Verifier.over(log, PeerLog.of(run.requests()), bounds).check();
    }

    private List<Violation> found(String check) {
        return check().violations().stream()
                .filter(violation -> violation.check().equals(check))
                .toList();
    }

    @Test
    void a_run_in_which_nothing_goes_wrong_is_clean() {
        // Given
        played(AS_IT_IS);

        // When
        Report report = check();

        // Then
        assertThat(report.violations()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.requests()).isEqualTo(3);
        assertThat(report.checks())
                .filteredOn(check -> !check.name().equals(BadRecordsKept.NAME))
                .allSatisfy(check -> assertThat(check.judged()).as(check.name()).isPositive());
    }

    @Test
    void an_acked_invite_that_the_ledger_lacks_is_found() {
        // Given
        playedWith(event -> isInviteOf(event, BOB) ? null : event);

        // When
        List<Violation> violations = found(InvitesKept.NAME);

        // Then
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.place().topic()).isEqualTo("invites.received");
            assertThat(violation.place().offset()).isZero();
            assertThat(violation.room()).isEqualTo(ROOM);
            assertThat(violation.user()).isEqualTo(BOB);
            assertThat(violation.expected()).contains("$bobs");
        });
    }

    @Test
    void the_newest_invite_is_missed_once_the_bound_is_over() {
        // Given
        takenAt = TAKEN.plusSeconds(600);
        playedWith(event -> isInviteOf(event, CAROL) ? null : event);

        // When
        List<Violation> violations = found(InvitesKept.NAME);

        // Then
        assertThat(violations).extracting(Violation::user).containsExactly(CAROL);
    }

    @Test
    void an_invite_that_is_recorded_twice_is_found() {
        // Given
        played(AS_IT_IS);
        run.ledger()
                .fact(
                        LedgerEventType.INVITE_RECORDED,
                        BOB,
                        event -> event.setInviteRecorded(InviteRecorded.newBuilder()
                                .setInvite(CleanRun.invite("$bobs", BOB, List.of("a.example")))
                                .build()));

        // When
        List<Violation> violations = found(InvitesKept.NAME);

        // Then
        assertThat(violations).extracting(Violation::seen).containsExactly("it is there again");
    }

    @Test
    void an_invite_that_a_peer_got_a_200_for_and_that_was_never_written_is_found() {
        // Given
        played(AS_IT_IS);
        run.requested(
                at(8), "a.example", PeerRequest.Side.PEER_ASKED, "PUT", "/_matrix/federation/v2/invite/", "$lost");

        // When
        List<Violation> violations = found(InvitesKept.NAME);

        // Then
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.place()).isEqualTo(Place.ofPeers(4));
            assertThat(violation.expected()).contains("$lost").contains("a.example");
        });
    }

    @Test
    void a_command_that_is_passed_over_is_found() {
        // Given
        played((topic, value) -> isAbout(value, "c-1") ? null : value);

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations)
                .extracting(violation -> violation.place().topic())
                .containsExactly("invites.commands");
    }

    @Test
    void a_command_that_was_taken_up_and_never_answered_is_found() {
        // Given
        takenAt = TAKEN.plusSeconds(3600);
        played((topic, value) -> isConclusionOf(value, "c-1") ? null : value);

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations)
                .extracting(Violation::expected)
                .singleElement()
                .asString()
                .contains("c-1");
    }

    @Test
    void a_second_and_other_outcome_is_found() {
        // Given
        played(AS_IT_IS);
        CommandOutcome other = outcome("c-1", CommandType.ACCEPT_INVITE, BOB, OutcomeType.EXPIRED, at(9));
        log.append(Topics.INVITES_OUTCOMES, ROOM, other, at(9));

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations)
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.place().topic()).isEqualTo("invites.outcomes"));
    }

    @Test
    void an_outcome_that_nobody_asked_for_again_is_found() {
        // Given
        played(AS_IT_IS);
        CommandOutcome same = outcome("c-1", CommandType.ACCEPT_INVITE, BOB, OutcomeType.JOINED, at(3));
        log.append(Topics.INVITES_OUTCOMES, ROOM, same, at(9));

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations).extracting(Violation::seen).containsExactly("2 outcomes");
    }

    @Test
    void a_repeated_command_may_have_its_outcome_again() {
        // Given
        played(AS_IT_IS);
        run.command("c-1", CommandType.ACCEPT_INVITE, BOB, at(9));
        CommandOutcome same = outcome("c-1", CommandType.ACCEPT_INVITE, BOB, OutcomeType.JOINED, at(3));
        log.append(Topics.INVITES_OUTCOMES, ROOM, same, at(9));

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void what_was_forgotten_may_be_decided_anew() {
        // Given
        played(AS_IT_IS);
        run.command("f-1", CommandType.FORGET_INVITE, BOB, at(20));
        run.ledger()
                .fact(LedgerEventType.USER_FORGOTTEN, BOB, event -> event.setUserForgotten(new UserForgotten(true, 1)));
        run.concluded("f-1", CommandType.FORGET_INVITE, BOB, OutcomeType.FORGOTTEN);
        log.append(Topics.INVITES_STATE, new RoomUserKey(ROOM, BOB).text(), null, at(20));
        run.command("f-1", CommandType.FORGET_INVITE, BOB, at(21));
        run.concluded("f-1", CommandType.FORGET_INVITE, BOB, OutcomeType.FORGOTTEN);
        run.command("c-1", CommandType.ACCEPT_INVITE, BOB, at(22));
        run.concluded("c-1", CommandType.ACCEPT_INVITE, BOB, OutcomeType.NOT_INVITED);

        // When
        Report report = check();

        // Then
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void an_outcome_that_was_concluded_and_never_told_is_found() {
        // Given
        played(changing(CommandOutcome.class, outcome -> outcome.getCommandId().equals("c-1") ? null : outcome));

        // When
        List<Violation> violations = found(OneOutcome.NAME);

        // Then
        assertThat(violations)
                .extracting(violation -> violation.place().topic())
                .containsExactly("invites.events");
    }

    @Test
    void another_event_while_the_fate_of_the_first_is_open_is_found() {
        // Given
        playedWith(event -> answering(event, "o-2", answer -> answer.setType(WorkResultType.AMBIGUOUS)));
        Place place = run.submit("o-9", BOB, "$other", "b.example", candidates("$bobs", "a.example", "b.example"));

        // When
        List<Violation> violations = found(OneEventOnTheWire.NAME);

        // Then
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.place()).isEqualTo(place);
            assertThat(violation.expected()).contains("$join");
            assertThat(violation.seen()).contains("$other");
        });
    }

    @Test
    void an_event_that_goes_to_another_server_than_gave_the_template_is_found() {
        // Given
        playedWith(event -> ordering(
                event,
                "o-2",
                order -> order.setSubmit(SubmitMembership.newBuilder(order.getSubmit())
                        .setServer("a.example")
                        .build())));

        // When
        List<Violation> violations = found(OneEventOnTheWire.NAME);

        // Then
        assertThat(violations).extracting(Violation::expected).anyMatch(expected -> expected.contains("b.example"));
    }

    @Test
    void an_event_on_the_wire_that_no_order_names_is_found() {
        // Given
        played(AS_IT_IS);
        run.requested(
                at(9), "b.example", PeerRequest.Side.VESTIBULE_ASKED, "PUT", "/_matrix/federation/v2/send_join/", "$x");

        // When
        List<Violation> violations = found(OneEventOnTheWire.NAME);

        // Then
        assertThat(violations).extracting(Violation::place).containsExactly(Place.ofPeers(4));
    }

    @Test
    void a_walk_over_other_servers_than_the_ledger_gives_is_found() {
        // Given
        List<Candidate> turned = candidates("$bobs", "b.example", "a.example");
        playedWith(event -> ordering(
                event,
                "o-1",
                order -> order.setPrepare(PrepareMembership.newBuilder(order.getPrepare())
                        .setCandidates(turned)
                        .build())));

        // When
        List<Violation> violations = found(AttemptsInOrder.NAME);

        // Then
        assertThat(violations)
                .extracting(Violation::expected)
                .anyMatch(text -> text.contains("[a.example, b.example]"));
    }

    @Test
    void a_server_that_is_asked_out_of_turn_is_found() {
        // Given
        playedWith(event -> attempting(
                event,
                "o-1",
                tried("b.example", AttemptResult.SUCCEEDED, at(1)),
                tried("a.example", AttemptResult.TIMED_OUT, at(2))));

        // When
        List<Violation> violations = found(AttemptsInOrder.NAME);

        // Then
        assertThat(violations).extracting(Violation::seen).containsExactly("[b.example, a.example]");
    }

    @Test
    void a_server_that_is_asked_after_a_403_is_found() {
        // Given
        playedWith(event -> attempting(
                event,
                "o-1",
                tried("a.example", AttemptResult.FORBIDDEN, at(1)),
                tried("b.example", AttemptResult.SUCCEEDED, at(2))));

        // When
        List<Violation> violations = found(AttemptsInOrder.NAME);

        // Then
        assertThat(violations)
                .hasSize(2)
                .allSatisfy(violation -> assertThat(violation.expected()).contains("403"));
    }

    @Test
    void a_peer_that_is_asked_without_a_walk_is_found() {
        // Given
        played(AS_IT_IS);
        run.requested(
                at(9), "x.example", PeerRequest.Side.VESTIBULE_ASKED, "GET", "/_matrix/federation/v1/make_join/", BOB);

        // When
        List<Violation> violations = found(AttemptsInOrder.NAME);

        // Then
        assertThat(violations).extracting(Violation::user).containsExactly(BOB);
    }

    @Test
    void a_view_that_differs_from_the_ledger_in_any_field_is_found() {
        // Given
        played(changing(
                InviteView.class,
                view -> view.getState() == InviteStateType.LEFT
                        ? InviteView.newBuilder(view).setReason("another").build()
                        : view));

        // When
        List<Violation> violations = found(ReplayEqual.NAME);

        // Then
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.place().topic()).isEqualTo("invites.state");
            assertThat(violation.user()).isEqualTo(CAROL);
            assertThat(violation.seen()).contains("another");
        });
    }

    @Test
    void what_is_restated_has_to_be_what_the_facts_came_to() {
        // Given
        played(AS_IT_IS);
        run.restated(run.carolsRecord().build());
        List<Violation> none = found(ReplayEqual.NAME);

        // When
        run.restated(run.carolsRecord().setOutOfBand(false).build());

        // Then
        assertThat(none).isEmpty();
        assertThat(found(ReplayEqual.NAME)).singleElement().satisfies(violation -> {
            assertThat(violation.user()).isEqualTo(CAROL);
            assertThat(violation.expected()).contains("restated");
        });
    }

    @Test
    void of_whom_the_ledger_has_let_go_what_is_restated_is_judged() {
        // Given
        played(AS_IT_IS);
        log.cut(Topics.INVITES_EVENTS);
        run.restated(run.carolsRecord().build());
        List<Violation> none = found(ReplayEqual.NAME);

        // When
        log.cut(Topics.INVITES_EVENTS);
        run.restated(run.carolsRecord().setReason("another").build());

        // Then
        assertThat(none).isEmpty();
        assertThat(found(ReplayEqual.NAME))
                .singleElement()
                .satisfies(violation -> assertThat(violation.user()).isEqualTo(CAROL));
    }

    @Test
    void a_view_that_is_missing_is_found() {
        // Given
        played(changing(InviteView.class, view -> view.getState() == InviteStateType.JOINED ? null : view));

        // When
        List<Violation> violations = found(ReplayEqual.NAME);

        // Then
        assertThat(violations).extracting(Violation::user).containsExactly(BOB);
    }

    @Test
    void a_work_order_that_is_not_the_ledgers_is_found() {
        // Given
        played(changing(
                WorkOrder.class,
                order -> order.getOrderId().equals("o-3")
                        ? WorkOrder.newBuilder(order).setNotAfter(1).build()
                        : order));

        // When
        List<Violation> violations = found(ReplayEqual.NAME);

        // Then
        assertThat(violations)
                .extracting(violation -> violation.place().topic())
                .containsExactly("invites.handshakes");
    }

    @Test
    void a_leave_that_hangs_in_the_air_is_found() {
        // Given
        playedWith(event -> event.getType() == LedgerEventType.REMOTE_LEAVE_RESTING ? null : event);

        // When
        List<Violation> violations = found(NextStep.NAME);

        // Then
        assertThat(violations).extracting(Violation::user).containsExactly(CAROL);
    }

    @Test
    void a_next_step_that_does_not_come_is_found() {
        // Given
        takenAt = TAKEN.plus(Duration.ofDays(2));
        played(AS_IT_IS);

        // When
        List<Violation> violations = found(NextStep.NAME);

        // Then
        assertThat(violations)
                .extracting(Violation::expected)
                .singleElement()
                .asString()
                .contains("background leave");
    }

    @Test
    void an_input_that_waited_beyond_the_bound_is_found() {
        // Given
        playedWith(event -> isInviteOf(event, BOB)
                ? LedgerEvent.newBuilder(event)
                        .setDecidedAt(at(301).toEpochMilli())
                        .build()
                : event);

        // When
        List<Violation> violations = found(NothingDelayed.NAME);

        // Then
        assertThat(violations).extracting(Violation::seen).containsExactly("it took PT5M1S");
    }

    @Test
    void an_outage_counts_as_no_delay() {
        // Given
        bounds = Bounds.USUAL.outage(at(10), at(100));
        playedWith(event -> isInviteOf(event, BOB)
                ? LedgerEvent.newBuilder(event)
                        .setDecidedAt(at(301).toEpochMilli())
                        .build()
                : event);

        // When
        List<Violation> violations = found(NothingDelayed.NAME);

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void a_walk_that_begins_late_is_found() {
        // Given
        bounds = Bounds.USUAL.delay(Duration.ofSeconds(2));
        playedWith(event -> attempting(
                event,
                "o-1",
                tried("a.example", AttemptResult.TIMED_OUT, at(4)),
                tried("b.example", AttemptResult.SUCCEEDED, at(4))));

        // When
        List<Violation> violations = found(NothingDelayed.NAME);

        // Then
        assertThat(violations).extracting(Violation::seen).containsExactly("it took PT3S");
    }

    @Test
    void a_bad_record_without_a_dead_letter_is_found() {
        // Given
        played(AS_IT_IS);
        Instant before = TAKEN.minusSeconds(3600);
        Place bad = log.appendBytes(Topics.INVITES_RECEIVED, ROOM, "no record".getBytes(UTF_8), before);
        Place kept = log.appendBytes(Topics.INVITES_RECEIVED, ROOM, "no record".getBytes(UTF_8), before);
        DeadLetter letter = DeadLetter.newBuilder()
                .setTopic(kept.topic())
                .setPartition(kept.partition())
                .setOffset(kept.offset())
                .setStage("topology.read")
                .setReason("no record")
                .build();
        log.append(Topics.INVITES_DEAD_LETTERS, ROOM, letter, before);

        // When
        List<Violation> violations = found(BadRecordsKept.NAME);

        // Then
        assertThat(violations).extracting(Violation::place).containsExactly(bad);
    }

    @Test
    void a_fact_that_lacks_what_it_promises_is_told_and_stops_nothing() {
        // Given
        playedWith(event -> event.getType() == LedgerEventType.JOINED
                ? LedgerEvent.newBuilder(event).setJoined(null).build()
                : event);

        // When
        List<Violation> violations = found(ReplayEqual.NAME);

        // Then
        assertThat(violations).extracting(Violation::expected).contains("a fact that is whole");
    }

    @Test
    void what_is_too_young_is_not_judged() {
        // Given
        takenAt = at(9);
        played(changing(InviteView.class, view -> null));

        // When
        Report report = check();

        // Then
        assertThat(report.violations()).isEmpty();
        assertThat(report.checks()).anyMatch(check -> check.notJudged() > 0);
    }

    @ParameterizedTest
    @EnumSource(Gone.class)
    void records_that_a_topic_has_let_go_are_not_missed(Gone gone) {
        // Given
        played(AS_IT_IS);
        switch (gone) {
            case LEDGER -> log.cut(Topics.INVITES_EVENTS);
            case OUTCOMES -> log.cut(Topics.INVITES_OUTCOMES);
            case ORDERS -> log.cut(Topics.INVITES_HANDSHAKES);
            case INPUTS -> {
                log.cut(Topics.INVITES_RECEIVED);
                log.cut(Topics.INVITES_COMMANDS);
            }
        }

        // When
        Report report = check();

        // Then
        assertThat(report.violations()).isEmpty();
    }

    /** What retention took. */
    enum Gone {
        LEDGER,
        OUTCOMES,
        ORDERS,
        INPUTS
    }

    private static boolean isInviteOf(LedgerEvent event, String user) {
        return event.getType() == LedgerEventType.INVITE_RECORDED
                && event.getUserId().equals(user);
    }

    private static boolean isConclusionOf(Object value, String command) {
        return (value instanceof CommandOutcome outcome
                        && outcome.getCommandId().equals(command))
                || (value instanceof LedgerEvent event
                        && event.getCommandConcluded() != null
                        && event.getCommandConcluded()
                                .getOutcome()
                                .getCommandId()
                                .equals(command));
    }

    private static boolean isAbout(Object value, String command) {
        return isConclusionOf(value, command)
                || (value instanceof LedgerEvent event
                        && event.getOperationStarted() != null
                        && event.getOperationStarted()
                                .getCommand()
                                .getCommandId()
                                .equals(command));
    }

    private static LedgerEvent answering(LedgerEvent event, String order, UnaryOperator<WorkAnswered.Builder> change) {
        WorkAnswered answered = event.getWorkAnswered();
        return answered == null || !answered.getOrderId().equals(order)
                ? event
                : LedgerEvent.newBuilder(event)
                        .setWorkAnswered(
                                change.apply(WorkAnswered.newBuilder(answered)).build())
                        .build();
    }

    private static LedgerEvent attempting(LedgerEvent event, String order, ServerAttempt... attempts) {
        return answering(event, order, answer -> answer.setAttempts(Arrays.asList(attempts)));
    }

    private static LedgerEvent ordering(LedgerEvent event, String order, UnaryOperator<WorkOrder.Builder> change) {
        WorkOrdered ordered = event.getWorkOrdered();
        return ordered == null || !ordered.getOrder().getOrderId().equals(order)
                ? event
                : LedgerEvent.newBuilder(event)
                        .setWorkOrdered(WorkOrdered.newBuilder(ordered)
                                .setOrder(change.apply(WorkOrder.newBuilder(ordered.getOrder()))
                                        .build())
                                .build())
                        .build();
    }
}
