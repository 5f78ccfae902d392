package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareEvent;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is checked and signed first; what cannot be sent is refused with its reason. */
class EventPreparingIT {
    private static OutboundBench bench;
    private static ScriptedHomeserver peer;
    private static UserId dana;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
        peer = bench.world.server("d.example");
        dana = peer.user("dana");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static JsonObject unsigned(RoomEvent event) {
        JsonObject bare = event.copy();
        bare.remove("hashes");
        bare.remove("signatures");
        return bare;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "6", "11", "12"})
    void an_unsigned_invite_becomes_the_event_that_the_homeserver_would_have_signed(String version) throws Exception {
        // Given
        ScriptedRoom room = bench.room(version);
        RoomEvent invite = bench.invite(room, peer);
        JsonObject given = unsigned(invite).put("unsigned", new JsonObject().put("age", 3));
        // When
        Answer first =
                bench.prepare(room, dana, OutboundBench.prepare(room, given).build());
        Answer second =
                bench.prepare(room, dana, OutboundBench.prepare(room, given).build());
        // Then
        Answer.EventPrepared prepared = (Answer.EventPrepared) first;
        assertThat(prepared.event().eventId()).isEqualTo(invite.id());
        assertThat(new JsonObject(
                        io.vertx.core.buffer.Buffer.buffer(prepared.event().bytes())))
                .isEqualTo(invite.json());
        assertThat(((Answer.EventPrepared) second).event().bytes())
                .isEqualTo(prepared.event().bytes());
    }

    @Test
    void a_signed_invite_stays_as_it_is() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        RoomEvent invite = bench.invite(room, peer);
        // When
        Answer answer = bench.prepare(
                room, dana, OutboundBench.prepare(room, invite.json()).build());
        // Then
        assertThat(new JsonObject(io.vertx.core.buffer.Buffer.buffer(
                        ((Answer.EventPrepared) answer).event().bytes())))
                .isEqualTo(invite.json());
    }

    @Test
    void an_invite_that_was_changed_after_it_was_signed_is_refused() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        JsonObject changed = bench.invite(room, peer).copy();
        changed.getJsonObject("content").put("reason", "later");
        JsonObject forged = bench.invite(room, peer).copy();
        forged.getJsonObject("signatures")
                .getJsonObject("us.example")
                .put(bench.us.key().id().value(), "A".repeat(86));
        // When
        Answer wrongHash =
                bench.prepare(room, dana, OutboundBench.prepare(room, changed).build());
        Answer wrongSignature =
                bench.prepare(room, dana, OutboundBench.prepare(room, forged).build());
        // Then
        assertThat(((Answer.EventRefused) wrongHash).why()).contains("content hash");
        assertThat(((Answer.EventRefused) wrongSignature).why()).contains("signature of us.example");
    }

    @Test
    void an_unsigned_invite_of_a_room_with_a_policy_server_is_for_that_server_first() throws Exception {
        // Given
        ScriptedRoom told = bench.room("11");
        ScriptedRoom seen = bench.room("11");
        seen.addState(bench.us, bench.us.user("ulla"), "m.room.policy", new JsonObject().put("via", "p.example"));
        RoomEvent signed = bench.invite(seen, peer);
        // When
        Answer byFlag = bench.prepare(
                told,
                dana,
                OutboundBench.prepare(told, unsigned(bench.invite(told, peer)))
                        .setPolicyServer(true)
                        .build());
        Answer byState = bench.prepare(
                seen, dana, OutboundBench.prepare(seen, unsigned(signed)).build());
        Answer alreadySigned = bench.prepare(
                seen, dana, OutboundBench.prepare(seen, signed.json()).build());
        // Then
        assertThat(byFlag).isInstanceOf(Answer.PolicyServerFirst.class);
        assertThat(byState).isInstanceOf(Answer.PolicyServerFirst.class);
        assertThat(alreadySigned).isInstanceOf(Answer.EventPrepared.class);
    }

    @Test
    void state_that_is_no_whole_event_of_the_room_is_refused_by_its_place() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        ScriptedRoom other = bench.room("11");
        JsonObject invite = bench.invite(room, peer).json();
        String stripped = room.state().getLast().stripped().encode();
        // When
        Answer fourFields = refusedState(room, invite, stripped);
        Answer foreign =
                refusedState(room, invite, other.state().getLast().json().encode());
        Answer noCreate = bench.prepare(
                room,
                dana,
                OutboundBench.prepare(room, invite)
                        .setInviteRoomState(
                                List.of(room.state().getLast().json().encode()))
                        .build());
        // Then
        assertThat(((Answer.EventRefused) fourFields).why()).startsWith("invite_room_state[1]");
        assertThat(((Answer.EventRefused) foreign).why()).contains("is of room " + other.id());
        assertThat(((Answer.EventRefused) noCreate).why()).contains("create event is missing");
    }

    private static Answer refusedState(ScriptedRoom room, JsonObject invite, String entry) throws Exception {
        PrepareEvent prepare = OutboundBench.prepare(room, invite)
                .setCreateEventJson(room.createEvent().json().encode())
                .setInviteRoomState(List.of(room.createEvent().json().encode(), entry))
                .build();
        return bench.prepare(room, dana, prepare);
    }

    @Test
    void what_is_no_invite_of_ours_to_that_user_and_room_is_refused() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        List<UnaryOperator<JsonObject>> changes = List.of(
                event -> event.put("state_key", "@eve:d.example"),
                event -> event.put("sender", "@alice:a.example"),
                event -> event.put("room_id", "!other:us.example"),
                event -> event.put("content", new JsonObject().put("membership", "join")));
        for (UnaryOperator<JsonObject> change : changes) {
            JsonObject wrong = change.apply(unsigned(bench.invite(room, peer)));
            // When
            Answer answer =
                    bench.prepare(room, dana, OutboundBench.prepare(room, wrong).build());
            // Then
            assertThat(answer).as(wrong.encode()).isInstanceOf(Answer.EventRefused.class);
        }
    }

    @Test
    void a_retraction_needs_no_state_and_is_a_leave_or_a_ban() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        room.accept(bench.invite(room, peer));
        RoomEvent leave = room.prepare(bench.us, bench.us.user("ulla"), dana, "leave");
        PrepareEvent.Builder prepare = PrepareEvent.newBuilder()
                .setMembership(Membership.LEAVE)
                .setEventJson(unsigned(leave).encode());
        // When
        Answer good = bench.prepare(room, dana, prepare.build());
        Answer invite = bench.prepare(
                room,
                dana,
                prepare.setEventJson(room.memberEvent(dana).orElseThrow().json().encode())
                        .build());
        // Then
        assertThat(((Answer.EventPrepared) good).event().eventId()).isEqualTo(leave.id());
        assertThat(invite).isInstanceOf(Answer.EventRefused.class);
    }

    @Test
    void via_is_narrowed_to_three_without_servers_that_were_silent_for_long_unless_no_other_is_left() throws Exception {
        // Given
        ScriptedRoom room = bench.room("11");
        JsonObject invite = bench.invite(room, peer).json();
        long now = System.currentTimeMillis();
        for (String dead : List.of("dead.example", "gone.example")) {
            ServerName server = ServerName.of(dead);
            bench.health.note(server, new ServerOutcome.Unreachable(false, "refused"), now - 3_600_000);
            bench.health.note(server, new ServerOutcome.Unreachable(false, "refused"), now - 60_000);
        }
        bench.health.note(ServerName.of("b.example"), new ServerOutcome.Unreachable(false, "refused"), now - 1000);
        PrepareEvent.Builder choice = OutboundBench.prepare(room, invite)
                .setNarrowVia(true)
                .setVia(List.of("dead.example", "b.example", "us.example", "c.example", "d.example"));
        // When
        Answer some = bench.prepare(room, dana, choice.build());
        Answer onlyDead = bench.prepare(
                room,
                dana,
                choice.setVia(List.of("dead.example", "gone.example")).build());
        Answer given = bench.prepare(
                room,
                dana,
                choice.setNarrowVia(false)
                        .setVia(List.of("dead.example", "a.example", "b.example", "c.example"))
                        .build());
        // Then
        assertThat(((Answer.EventPrepared) some).via()).hasToString("[b.example, us.example, c.example]");
        assertThat(((Answer.EventPrepared) onlyDead).via()).hasToString("[dead.example, gone.example]");
        assertThat(((Answer.EventPrepared) given).via()).hasSize(4);
    }
}
