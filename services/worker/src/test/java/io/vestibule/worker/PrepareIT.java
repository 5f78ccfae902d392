package io.vestibule.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.TemplateFlaw;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PrepareIT {
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

    @Test
    void five_candidates_dead_in_five_ways_and_the_sixth_gives_the_template() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver refusing = resident(room, "refusing.example");
        refusing.goOffline();
        ScriptedHomeserver hanging = resident(room, "hanging.example");
        hanging.script().everyHandshake(Fault.hang());
        ScriptedHomeserver broken = resident(room, "broken.example");
        broken.script().everyHandshake(Fault.serverError());
        ScriptedHomeserver stranger = bench.world.server("stranger.example");
        stranger.script().everyHandshake(Fault.notFound());
        ScriptedHomeserver liar = resident(room, "liar.example");
        liar.script().always(Route.MAKE_JOIN, Fault.badTemplate(TemplateFlaw.WRONG_SENDER));
        ScriptedHomeserver good = resident(room, "good.example");
        WorkOrder order = Orders.join(room, bench.bob(), refusing, hanging, broken, stranger, liar, good);

        // When
        WorkResult result = bench.carryOut(order);

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.PREPARED);
        assertThat(result.getServer()).isEqualTo(good.name().value());
        assertThat(result.getAttempts())
                .extracting(ServerAttempt::getResult)
                .containsExactly(
                        AttemptResult.UNREACHABLE,
                        AttemptResult.TIMED_OUT,
                        AttemptResult.SERVER_FAULT,
                        AttemptResult.NOT_FOUND,
                        AttemptResult.BAD_TEMPLATE,
                        AttemptResult.SUCCEEDED);
        Pdu event = event(result, room);
        assertThat(event.eventId().value()).isEqualTo(result.getEventId());
        assertThat(event.contentHashMatches()).isTrue();
        assertThat(event.content().string("displayname")).contains("Bob");
    }

    @Test
    void a_403_at_the_third_server_and_the_fourth_is_never_called() throws Exception {
        // Given
        ScriptedRoom room = invited("10");
        ScriptedHomeserver first = bench.world.server("first.example");
        first.script().everyHandshake(Fault.notFound());
        ScriptedHomeserver second = bench.world.server("second.example");
        second.script().everyHandshake(Fault.error(403, "M_UNKNOWN"));
        ScriptedHomeserver third = bench.world.server("third.example");
        third.script().everyHandshake(Fault.forbidden());
        ScriptedHomeserver fourth = resident(room, "fourth.example");

        // When
        WorkResult result = bench.carryOut(Orders.join(room, bench.bob(), first, second, third, fourth));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.FORBIDDEN);
        assertThat(result.getServer()).isEqualTo(third.name().value());
        assertThat(bench.world.requests().matching(request -> request.server().equals(fourth.name())))
                .isEmpty();
        ServerAttempt last = result.getAttempts().getLast();
        assertThat(last.getHttpStatus()).isEqualTo(403);
        assertThat(last.getErrcode()).isEqualTo("M_FORBIDDEN");
        assertThat(last.getDetail()).isEqualTo("as scripted");
        assertThat(last.getContributedBy()).isEqualTo("$invite");
    }

    @Test
    void a_young_invite_that_a_server_does_not_know_yet_is_asked_for_again() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver late = resident(room, "late.example");
        late.script().next(Route.MAKE_JOIN, Fault.forbidden());
        WorkOrder order = Orders.join(room, bench.bob(), late);
        PrepareMembership fresh = PrepareMembership.newBuilder(order.getPrepare())
                .setFreshUntil(
                        System.currentTimeMillis() + Duration.ofSeconds(10).toMillis())
                .build();

        // When
        WorkResult result =
                bench.carryOut(WorkOrder.newBuilder(order).setPrepare(fresh).build());

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.PREPARED);
        assertThat(result.getAttempts())
                .extracting(ServerAttempt::getResult)
                .containsExactly(AttemptResult.FORBIDDEN, AttemptResult.SUCCEEDED);
    }

    @Test
    void a_rate_limited_server_is_asked_once_more_at_the_end() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver busy = resident(room, "busy.example");
        busy.script().next(Route.MAKE_JOIN, Fault.rateLimited(Duration.ofMillis(300)));
        ScriptedHomeserver broken = resident(room, "broken-too.example");
        broken.script().everyHandshake(Fault.serverError());

        // When
        WorkResult result = bench.carryOut(Orders.join(room, bench.bob(), busy, broken));

        // Then
        assertThat(result.getAttempts())
                .extracting(ServerAttempt::getResult)
                .containsExactly(AttemptResult.RATE_LIMITED, AttemptResult.SERVER_FAULT, AttemptResult.SUCCEEDED);
        assertThat(result.getServer()).isEqualTo(busy.name().value());
    }

    @ParameterizedTest
    @EnumSource(TemplateFlaw.class)
    void a_template_that_must_not_be_signed_leads_to_the_next_server(TemplateFlaw flaw) throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver liar = resident(room, "flawed.example");
        liar.script().always(Route.MAKE_JOIN, Fault.badTemplate(flaw));

        // When
        WorkResult result = bench.carryOut(Orders.join(room, bench.bob(), liar, home));

        // Then
        assertThat(result.getServer()).isEqualTo(home.name().value());
        assertThat(result.getAttempts().getFirst().getResult())
                .isIn(AttemptResult.BAD_TEMPLATE, AttemptResult.BAD_ANSWER);
    }

    @Test
    void a_leave_that_would_not_cite_the_rejected_invite_is_not_signed() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        room.change(home.identity(), home.user("alice"), bench.bob(), "invite");

        // When
        WorkResult result = bench.carryOut(Orders.leave(room, bench.bob(), "$theOldInvite", home));

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.SUPERSEDED);
        assertThat(result.getEventJson()).isEmpty();
    }

    @Test
    void in_the_background_one_server_is_called_no_more_often_than_is_set() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver victim = resident(room, "victim.example");

        // When
        List<WorkResultType> background = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            WorkOrder order = WorkOrder.newBuilder(Orders.join(room, bench.bob(), victim))
                    .setInteractive(false)
                    .build();
            background.add(bench.carryOut(order).getType());
        }
        WorkResult awaited = bench.carryOut(Orders.join(room, bench.bob(), victim));

        // Then
        assertThat(background.subList(0, 5)).containsOnly(WorkResultType.PREPARED);
        assertThat(background.subList(5, 8)).containsOnly(WorkResultType.EXHAUSTED);
        assertThat(awaited.getType()).isEqualTo(WorkResultType.PREPARED);
        assertThat(bench.world.requests().matching(request -> request.server().equals(victim.name())))
                .hasSize(6);
        assertThat(bench.metrics
                        .counter(Metric.LIMITS_REACHED, Limit.BACKGROUND_RATE.label())
                        .count())
                .isEqualTo(3);
    }

    @Test
    void an_order_that_comes_too_late_asks_nobody() throws Exception {
        // Given
        ScriptedRoom room = invited("11");
        ScriptedHomeserver unasked = resident(room, "unasked.example");
        WorkOrder order = WorkOrder.newBuilder(Orders.join(room, bench.bob(), unasked))
                .setNotAfter(System.currentTimeMillis() - 1)
                .build();

        // When
        WorkResult result = bench.carryOut(order);

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.EXPIRED);
        assertThat(bench.world.requests().matching(request -> request.server().equals(unasked.name())))
                .isEmpty();
    }

    @Test
    void an_order_that_cannot_be_understood_is_answered_and_says_why() throws Exception {
        // Given
        WorkOrder order = WorkOrder.newBuilder(Orders.join(invited("11"), bench.bob(), home))
                .setRoomVersion("org.example.unheard-of")
                .build();

        // When
        WorkResult result = bench.carryOut(order);

        // Then
        assertThat(result.getType()).isEqualTo(WorkResultType.FAILED);
        assertThat(result.getDetail()).contains("org.example.unheard-of");
    }

    private static ScriptedRoom invited(String version) {
        ScriptedRoom room = bench.world.room(version, home, "alice", "A room");
        room.change(home.identity(), home.user("alice"), bench.bob(), "invite");
        return room;
    }

    private static ScriptedHomeserver resident(ScriptedRoom room, String nickname) {
        return bench.world.server(nickname).settleIn(room, "carol");
    }

    private static Pdu event(WorkResult result, ScriptedRoom room) {
        byte[] json = result.getEventJson().getBytes(StandardCharsets.UTF_8);
        return Pdu.read(json, RoomVersions.find(room.version()).orElseThrow()).orThrow();
    }
}
