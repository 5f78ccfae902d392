package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.UnstableNames;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invites of ours at servers that take them: what is on the wire, and what comes back. */
@Timeout(60)
class InviteSendingIT {
    private static OutboundBench bench;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "6", "10", "11", "12"})
    void an_invite_is_taken_by_version_2_and_comes_back_signed_by_both(String version) throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room(version);
        // When
        Answer.Reported reported = bench.send(bench.sending(), room, peer);
        // Then
        assertThat(reported.answer()).isInstanceOf(Answer.Invited.class);
        JsonObject merged = new JsonObject(
                Buffer.buffer(((Answer.Invited) reported.answer()).event().bytes()));
        assertThat(merged.getJsonObject("signatures").fieldNames())
                .containsExactlyInAnyOrder(OutboundBench.US.value(), peer.name().value());
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_V2);
        assertThat(reported.tried()).extracting(Tried::step).containsExactly(Tried.Step.INVITE);
    }

    @Test
    void the_state_is_whole_events_without_unsigned_the_create_event_first_and_via_under_its_unstable_name()
            throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room("11");
        // When
        bench.send(bench.sending(), room, peer);
        // Then
        JsonObject body = bench.invites(peer).getFirst().json();
        assertThat(body.fieldNames())
                .containsExactlyInAnyOrder("event", "invite_room_state", "room_version", UnstableNames.VIA);
        assertThat(body.getJsonArray(UnstableNames.VIA)).isEqualTo(new JsonArray(List.of("a.example", "us.example")));
        JsonArray state = body.getJsonArray("invite_room_state");
        assertThat(state.getJsonObject(0)).isEqualTo(room.createEvent().json());
        assertThat(state)
                .hasSameSizeAs(room.state())
                .allSatisfy(entry -> assertThat(((JsonObject) entry).fieldNames())
                        .contains("auth_events", "signatures", "hashes")
                        .doesNotContain("unsigned"));
    }

    @Test
    void via_stands_under_the_names_that_are_configured() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        List<String> both = List.of(UnstableNames.VIA, UnstableNames.VIA_STABLE);
        // When
        bench.send(bench.sending(new Envelopes(both, Optional.empty()), Duration.ofHours(1)), bench.room("11"), peer);
        // Then
        assertThat(bench.invites(peer).getFirst().json().fieldNames()).containsAll(both);
    }

    @Test
    void via_is_left_out_rather_than_sent_empty() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room("11");
        Order.SendInvite order = OutboundBench.order(
                room, bench.invite(room, peer), peer.user("dana"), InviteEndpoint.UNKNOWN, List.of());
        // When
        Answer answer = bench.sending().send(order, new Ticket(false)).answer();
        // Then
        assertThat(answer).isInstanceOf(Answer.Invited.class);
        assertThat(bench.invites(peer).getFirst().json().fieldNames())
                .containsExactlyInAnyOrder("event", "invite_room_state", "room_version");
    }

    static Stream<Endpoint> withAuth() {
        return InviteWithAuth.ENDPOINTS.stream();
    }

    @ParameterizedTest
    @MethodSource("withAuth")
    void a_server_that_knows_invite_with_auth_gets_the_create_event_in_state_alone(Endpoint endpoint) throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room("12");
        // When
        Answer.Reported reported = bench.send(bench.sendingWithAuth(endpoint, Duration.ofHours(1)), room, peer);
        // Then
        assertThat(reported.answer()).isInstanceOf(Answer.Invited.class);
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_WITH_AUTH);
        RecordedRequest request = bench.invites(peer).getFirst();
        assertThat(request.target()).startsWith(endpoint.template().replace("{roomId}", ""));
        JsonObject body = request.json();
        assertThat(body.getJsonArray("state"))
                .isEqualTo(new JsonArray().add(room.createEvent().json()));
        assertThat(body.getJsonArray("invite_room_state")).hasSize(room.state().size() - 1);
        assertThat(body.containsKey("room_version")).isFalse();
        assertThat(body.getJsonArray(UnstableNames.VIA)).isNotEmpty();
    }

    @Test
    void nothing_is_sent_after_the_orders_end_and_a_repeated_order_does_not_claim_that_nothing_was() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        ScriptedRoom room = bench.room("11");
        Order.SendInvite order =
                OutboundBench.order(room, bench.invite(room, peer), peer.user("dana"), InviteEndpoint.V2);
        Order.Head head = order.head();
        Order.SendInvite late = new Order.SendInvite(
                new Order.Head(head.orderId(), head.room(), head.user(), head.rules(), head.issuedAt(), 1, true),
                order.event(),
                order.state(),
                order.via(),
                order.endpoint());
        // When
        Answer fresh = bench.sending().send(late, new Ticket(false)).answer();
        Answer repeated = bench.sending().send(late, new Ticket(true)).answer();
        // Then
        assertThat(fresh).isInstanceOf(Answer.Expired.class);
        assertThat(repeated).isInstanceOf(Answer.InviteUnanswered.class);
        assertThat(bench.asked(peer)).isEmpty();
    }
}
