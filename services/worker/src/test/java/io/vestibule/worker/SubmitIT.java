package io.vestibule.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.ImportedEvent;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.JoinFlaw;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class SubmitIT {
    private static WorkerBench bench;
    private static WorkerService worker;
    private static int rooms;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = WorkerBench.open(folder);
        worker = bench.startWorker();
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "9", "11", "12"})
    void a_joined_room_stands_in_the_topic_as_the_resident_has_it(String version) throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, version);
        List<String> before =
                room.state().stream().map(event -> event.id().value()).toList();
        WorkOrder prepare = Orders.join(room, bench.bob(), home);
        WorkResult prepared = bench.carryOut(prepare);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, prepared));

        // Then
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.SUBMITTED);
        assertThat(room.membership(bench.bob())).isEqualTo("join");
        RoomReader.Room imported = imported(result);
        assertThat(imported.state()).extracting(ImportedEvent::getEventId).containsExactlyInAnyOrderElementsOf(before);
        assertThat(imported.state()).noneMatch(event -> event.getRedacted() || event.getUnverified());
        assertThat(imported.manifest().getJoinEventId()).isEqualTo(prepared.getEventId());
        assertThat(imported.manifest().getAnsweredBy()).isEqualTo(home.name().value());
        assertThat(imported.manifest().getDroppedEventIds()).isEmpty();
    }

    @Test
    void a_join_that_may_have_arrived_is_repeated_with_the_same_event_at_the_same_server() throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, "11");
        home.script().next(Route.SEND_JOIN, Fault.obeyAndHang());
        WorkOrder prepare = Orders.join(room, bench.bob(), home);
        WorkResult prepared = bench.carryOut(prepare);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, prepared));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.SUBMITTED);
        assertThat(result.getAttempts())
                .extracting(ServerAttempt::getResult)
                .containsExactly(AttemptResult.TIMED_OUT, AttemptResult.SUCCEEDED);
        assertThat(sentEvents(room)).containsExactly(prepared.getEventId(), prepared.getEventId());
        assertThat(imported(result).manifest().getStateCount()).isPositive();
    }

    @Test
    void silence_until_the_end_is_ambiguous_and_nothing_else_is_sent() throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, "11");
        home.script().always(Route.SEND_JOIN, Fault.hang());
        WorkOrder prepare = Orders.join(room, bench.bob(), home);
        WorkResult prepared = bench.carryOut(prepare);
        WorkOrder submit = WorkOrder.newBuilder(Orders.submit(prepare, prepared))
                .setNotAfter(System.currentTimeMillis() + 4_500)
                .build();

        // When
        WorkResult result = bench.carryOut(submit);

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.AMBIGUOUS);
        assertThat(sentEvents(room)).hasSizeGreaterThan(1).containsOnly(prepared.getEventId());
    }

    @Test
    void a_worker_that_dies_after_sending_sends_the_same_event_again() throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, "11");
        home.script().next(Route.SEND_JOIN, Fault.obeyAndHang());
        WorkOrder prepare = Orders.join(room, bench.bob(), home);
        WorkResult prepared = bench.carryOut(prepare);
        WorkOrder submit = Orders.submit(prepare, prepared);
        bench.give(submit);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> room.membership(bench.bob()).equals("join"));

        // When
        worker.close();
        worker = bench.startWorker();

        // Then
        WorkResult result = bench.answer(submit.getOrderId());
        assertThat(result.getType()).isEqualTo(WorkResultType.SUBMITTED);
        assertThat(sentEvents(room)).hasSizeGreaterThan(1).containsOnly(prepared.getEventId());
        assertThat(room.memberEvents(bench.bob())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(value = JoinFlaw.class, names = "WRONG_SIGNATURES", mode = EnumSource.Mode.EXCLUDE)
    void an_answer_that_is_not_about_the_room_is_not_imported(JoinFlaw flaw) throws Exception {
        // Given
        ScriptedHomeserver liar = home();
        ScriptedRoom room = invited(liar, "11");
        liar.script().always(Route.SEND_JOIN, Fault.badJoin(flaw));
        WorkOrder prepare = Orders.join(room, bench.bob(), liar);
        WorkResult prepared = bench.carryOut(prepare);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, prepared));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.EXHAUSTED);
        assertThat(result.getAttempts()).extracting(ServerAttempt::getResult).containsExactly(AttemptResult.BAD_ANSWER);
        assertThat(bench.imported())
                .noneMatch(imported -> imported.getRoomId().equals(room.id().value()));
    }

    @Test
    void a_server_that_forgets_the_room_s_signatures_is_not_believed() throws Exception {
        // Given
        ScriptedHomeserver liar = home();
        ScriptedRoom room = invited(liar, "11");
        liar.script().always(Route.SEND_JOIN, Fault.badJoin(JoinFlaw.WRONG_SIGNATURES));
        WorkOrder prepare = Orders.join(room, bench.bob(), liar);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, bench.carryOut(prepare)));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.EXHAUSTED);
        assertThat(result.getDetail()).isEqualTo("the create event's signature is wrong");
    }

    @Test
    void events_of_a_server_whose_keys_cannot_be_had_are_kept_and_marked() throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedHomeserver gone = bench.world.server("gone" + rooms + ".example");
        ScriptedRoom room = invited(home, "11");
        gone.settleIn(room, "carol");
        gone.goOffline();
        WorkOrder prepare = Orders.join(room, bench.bob(), home);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, bench.carryOut(prepare)));

        // Then
        RoomReader.Room imported = imported(result);
        RoomEvent carol = room.memberEvent(gone.user("carol")).orElseThrow();
        assertThat(imported.manifest().getUnverifiedEventIds())
                .contains(carol.id().value());
        assertThat(imported.state())
                .filteredOn(ImportedEvent::getUnverified)
                .extracting(ImportedEvent::getEventId)
                .containsExactly(carol.id().value());
    }

    @Test
    void a_leave_is_sent_and_the_room_has_it_with_its_reason() throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, "11");
        RoomEvent invite = room.memberEvent(bench.bob()).orElseThrow();
        WorkOrder prepare = Orders.leave(room, bench.bob(), invite.id().value(), home);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, bench.carryOut(prepare)));

        // Then
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.SUBMITTED);
        assertThat(result.getImportId()).isEmpty();
        RoomEvent leave = room.memberEvent(bench.bob()).orElseThrow();
        assertThat(leave.membership()).isEqualTo("leave");
        assertThat(leave.json().getJsonObject("content").getString("reason")).isEqualTo("no thanks");
    }

    @Test
    void a_server_that_knows_only_version_1_is_asked_in_version_1() throws Exception {
        // Given
        ScriptedHomeserver old = home();
        ScriptedRoom room = invited(old, "1");
        old.script().always(Route.SEND_JOIN, Fault.unrecognised());
        WorkOrder prepare = Orders.join(room, bench.bob(), old);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, bench.carryOut(prepare), true));

        // Then
        assertThat(result.getType()).as(result.getDetail()).isEqualTo(WorkResultType.SUBMITTED);
        assertThat(bench.world.requests().of(Route.SEND_JOIN_V1)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500})
    void a_definite_refusal_is_reported_and_not_repeated(int status) throws Exception {
        // Given
        ScriptedHomeserver home = home();
        ScriptedRoom room = invited(home, "11");
        home.script().always(Route.SEND_JOIN, Fault.error(status, status == 403 ? "M_FORBIDDEN" : "M_NOT_FOUND"));
        WorkOrder prepare = Orders.join(room, bench.bob(), home);

        // When
        WorkResult result = bench.carryOut(Orders.submit(prepare, bench.carryOut(prepare)));

        // Then
        assertThat(result.getType()).isEqualTo(status == 403 ? WorkResultType.FORBIDDEN : WorkResultType.EXHAUSTED);
        assertThat(sentEvents(room)).hasSize(1);
    }

    private static ScriptedHomeserver home() {
        return bench.world.server("home" + rooms++ + ".example");
    }

    private static ScriptedRoom invited(ScriptedHomeserver home, String version) {
        ScriptedRoom room = bench.world.room(version, home, "alice", "Room " + rooms);
        room.change(home.identity(), home.user("alice"), bench.bob(), "invite");
        return room;
    }

    private static RoomReader.Room imported(WorkResult result) {
        return RoomReader.read(bench.imported()).stream()
                .filter(room -> room.importId().equals(result.getImportId()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sentEvents(ScriptedRoom room) {
        return bench.world.requests().of(Route.SEND_JOIN).stream()
                .filter(request -> request.room().equals(room.id().value()))
                .map(RecordedRequest::subject)
                .toList();
    }
}
