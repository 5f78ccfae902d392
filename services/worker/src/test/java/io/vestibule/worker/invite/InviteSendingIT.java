package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.UnstableNames;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.InviteFlaw;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invites of ours at scripted servers of every kind. */
@Timeout(60)
class InviteSendingIT {
    private static OutboundBench bench;
    private static int servers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static ScriptedHomeserver server() {
        return bench.world.server("peer-" + servers++ + ".example");
    }

    private static List<RecordedRequest> invites(ScriptedHomeserver to) {
        return bench.world
                .requests()
                .matching(request ->
                        request.server().equals(to.name()) && request.route().isInvite());
    }

    private static List<Route> asked(ScriptedHomeserver to) {
        return invites(to).stream().map(RecordedRequest::route).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "6", "10", "11", "12"})
    void an_invite_is_taken_by_version_2_and_comes_back_signed_by_both(String version) throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        ScriptedRoom room = bench.room(version);
        // When
        Answer.Reported reported = bench.send(bench.sending(), room, peer);
        // Then
        assertThat(reported.answer()).isInstanceOf(Answer.Invited.class);
        JsonObject merged = new JsonObject(io.vertx.core.buffer.Buffer.buffer(
                ((Answer.Invited) reported.answer()).event().bytes()));
        assertThat(merged.getJsonObject("signatures").fieldNames())
                .containsExactlyInAnyOrder(OutboundBench.US.value(), peer.name().value());
        assertThat(asked(peer)).containsExactly(Route.INVITE_V2);
        assertThat(reported.tried()).extracting(Tried::step).containsExactly(Tried.Step.INVITE);
    }

    @Test
    void the_state_is_whole_events_without_unsigned_the_create_event_first_and_via_under_its_unstable_name()
            throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        ScriptedRoom room = bench.room("11");
        // When
        bench.send(bench.sending(), room, peer);
        // Then
        JsonObject body = invites(peer).getFirst().json();
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
        ScriptedHomeserver peer = server();
        List<String> both = List.of(UnstableNames.VIA, UnstableNames.VIA_STABLE);
        // When
        bench.send(bench.sending(new Envelopes(both, Optional.empty()), Duration.ofHours(1)), bench.room("11"), peer);
        // Then
        assertThat(invites(peer).getFirst().json().fieldNames()).containsAll(both);
    }

    @Test
    void a_server_that_knows_invite_with_auth_gets_the_create_event_in_state_alone() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        ScriptedRoom room = bench.room("12");
        // When
        Answer.Reported reported = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), room, peer);
        // Then
        assertThat(reported.answer()).isInstanceOf(Answer.Invited.class);
        assertThat(asked(peer)).containsExactly(Route.INVITE_WITH_AUTH);
        JsonObject body = invites(peer).getFirst().json();
        assertThat(body.getJsonArray("state"))
                .isEqualTo(new JsonArray().add(room.createEvent().json()));
        assertThat(body.containsKey("room_version")).isFalse();
    }

    @Test
    void a_server_that_does_not_know_invite_with_auth_is_asked_for_it_once_until_the_memory_ends() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().always(Route.INVITE_WITH_AUTH, Fault.unrecognised());
        InviteSending remembering = bench.sendingWithAuth(Duration.ofHours(1));
        InviteSending forgetful = bench.sendingWithAuth(Duration.ZERO);
        // When
        bench.send(remembering, bench.room("11"), peer);
        bench.send(remembering, bench.room("11"), peer);
        List<Route> remembered = asked(peer);
        bench.send(forgetful, bench.room("11"), peer);
        bench.send(forgetful, bench.room("11"), peer);
        // Then
        assertThat(remembered).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_V2, Route.INVITE_V2);
        assertThat(asked(peer)).filteredOn(Route.INVITE_WITH_AUTH::equals).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "404 | {\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no\"}",
                "404 | ''",
                "404 | <html>Not Found</html>",
                "404 | [1]",
                "405 | {\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no\"}",
                "405 | ''",
                "400 | {\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no\"}"
            })
    void each_disguise_of_an_unknown_endpoint_leads_to_the_next_version_with_the_same_event(int status, String body)
            throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script()
                .always(Route.INVITE_WITH_AUTH, Fault.reply(status, body))
                .always(Route.INVITE_V2, Fault.reply(status, body));
        // When
        Answer.Reported old = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("1"), peer);
        List<RecordedRequest> toOld = invites(peer);
        ScriptedHomeserver other = server();
        other.script().always(Route.INVITE_WITH_AUTH, Fault.reply(status, body));
        Answer.Reported recent = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("11"), other);
        // Then
        assertThat(old.answer()).isInstanceOf(Answer.Invited.class);
        assertThat(toOld).extracting(RecordedRequest::route).containsExactly(Route.INVITE_V2, Route.INVITE_V1);
        JsonObject bare = toOld.getLast().json();
        bare.remove("unsigned");
        assertThat(bare).isEqualTo(toOld.getFirst().json().getJsonObject("event"));
        assertThat(recent.answer()).isInstanceOf(Answer.Invited.class);
        List<RecordedRequest> toOther = invites(other);
        assertThat(toOther).extracting(RecordedRequest::route).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_V2);
        assertThat(toOther.getFirst().json().getJsonObject("event"))
                .isEqualTo(toOther.getLast().json().getJsonObject("event"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | M_FORBIDDEN | FORBIDDEN",
                "403 | M_INVITE_BLOCKED | INVITE_BLOCKED",
                "403 | ORG.MATRIX.MSC4155.INVITE_BLOCKED | INVITE_BLOCKED",
                "403 | M_UNKNOWN | REFUSED",
                "404 | M_NOT_FOUND | REFUSED",
                "400 | M_INVALID_PARAM | REFUSED",
                "400 | M_MISSING_PARAM | REFUSED",
                "400 | M_INCOMPATIBLE_ROOM_VERSION | INCOMPATIBLE_VERSION",
                "400 | M_UNSUPPORTED_ROOM_VERSION | INCOMPATIBLE_VERSION"
            })
    void a_definite_answer_is_typed_carries_the_peers_words_and_leads_to_no_other_version(
            int status, String errcode, Answer.Declined.Kind kind) throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().always(Route.INVITE_V2, Fault.error(status, errcode));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer()).isEqualTo(new Answer.Declined(peer.name(), kind, errcode + ": as scripted"));
        assertThat(asked(peer)).containsExactly(Route.INVITE_V2);
    }

    @Test
    void a_server_that_knows_version_1_alone_cannot_be_invited_to_a_room_of_version_11() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().always(Route.INVITE_V2, Fault.unrecognised());
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("11"), peer);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.INCOMPATIBLE_VERSION));
        assertThat(asked(peer)).containsExactly(Route.INVITE_V2);
    }

    @Test
    void a_rate_limit_says_for_how_long() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().always(Route.INVITE_V2, Fault.rateLimited(Duration.ofSeconds(42)));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer())
                .isEqualTo(
                        new Answer.RateLimited(peer.name(), "M_LIMIT_EXCEEDED: as scripted", Duration.ofSeconds(42)));
    }

    @ParameterizedTest
    @EnumSource(InviteFlaw.class)
    void an_answer_that_is_not_our_invite_with_a_good_signature_is_not_taken(InviteFlaw flaw) throws Exception {
        // Given
        ScriptedHomeserver liar = server();
        liar.script().always(Route.INVITE_V2, Fault.badInvite(flaw));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("11"), liar);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.BAD_ANSWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[200,{}]", "{\"event\":[]}"})
    void a_200_without_an_event_is_no_answer_to_build_on(String body) throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().always(Route.INVITE_V2, Fault.reply(200, body));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.BAD_ANSWER));
        assertThat(asked(peer)).containsExactly(Route.INVITE_V2);
    }

    @Test
    void a_server_that_answers_after_the_deadline_gets_the_same_request_again_and_no_other_version() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().next(Route.INVITE_V2, Fault.obeyAndHang());
        ScriptedRoom room = bench.room("1");
        RoomEvent invite = bench.invite(room, peer);
        InviteSending sending = bench.sendingWithAuth(Duration.ofHours(1));
        Order.SendInvite first = OutboundBench.order(room, invite, peer.user("dana"), InviteEndpoint.UNKNOWN);
        // When
        Answer silence = sending.send(first, new Ticket(false)).answer();
        Order.SendInvite again =
                OutboundBench.order(room, invite, peer.user("dana"), ((Answer.InviteUnanswered) silence).endpoint());
        Answer answer = sending.send(again, new Ticket(false)).answer();
        // Then
        assertThat(((Answer.InviteUnanswered) silence).endpoint()).isEqualTo(InviteEndpoint.V2);
        assertThat(answer).isInstanceOf(Answer.Invited.class);
        List<RecordedRequest> requests = invites(peer);
        assertThat(requests).extracting(RecordedRequest::route).containsExactly(Route.INVITE_V2, Route.INVITE_V2);
        assertThat(requests.getFirst().body()).isEqualTo(requests.getLast().body());
    }

    @Test
    void a_server_that_was_silent_to_invite_with_auth_is_not_asked_by_version_2_when_it_is_asked_again()
            throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().next(Route.INVITE_WITH_AUTH, Fault.hang());
        ScriptedRoom room = bench.room("11");
        RoomEvent invite = bench.invite(room, peer);
        InviteSending sending = bench.sendingWithAuth(Duration.ofHours(1));
        // When
        Answer silence = sending.send(
                        OutboundBench.order(room, invite, peer.user("dana"), InviteEndpoint.UNKNOWN), new Ticket(false))
                .answer();
        sending.send(
                OutboundBench.order(room, invite, peer.user("dana"), ((Answer.InviteUnanswered) silence).endpoint()),
                new Ticket(false));
        // Then
        assertThat(asked(peer)).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_WITH_AUTH);
    }

    @Test
    void a_server_that_is_down_has_certainly_not_got_the_invite() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.goOffline();
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("11"), peer);
        // Then
        assertThat(reported.answer()).isInstanceOf(Answer.Exhausted.class);
        assertThat(reported.tried()).extracting(Tried::outcome).hasOnlyElementsOfType(ServerOutcome.Silent.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void a_fault_of_the_server_passes_and_a_gateways_word_says_nothing(int status) throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script()
                .next(Route.INVITE_V2, Fault.error(status, "M_UNKNOWN"))
                .next(Route.INVITE_V2, Fault.reply(502, "bad gateway"));
        // When
        Answer fault = bench.send(bench.sending(), bench.room("11"), peer).answer();
        Answer gateway = bench.send(bench.sending(), bench.room("11"), peer).answer();
        // Then
        assertThat(fault).isInstanceOf(Answer.Exhausted.class);
        assertThat(gateway).isInstanceOf(Answer.InviteUnanswered.class);
    }

    @Test
    void nothing_is_sent_after_the_orders_end_and_a_repeated_order_does_not_claim_that_nothing_was() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        ScriptedRoom room = bench.room("11");
        Order.SendInvite order =
                OutboundBench.order(room, bench.invite(room, peer), peer.user("dana"), InviteEndpoint.V2);
        Order.Head head = order.head();
        Order.SendInvite late = new Order.SendInvite(
                new Order.Head(head.orderId(), head.room(), head.user(), head.rules(), head.issuedAt(), 1),
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
        assertThat(asked(peer)).isEmpty();
    }

    @Test
    void a_retraction_is_the_same_transaction_however_often_it_is_sent() throws Exception {
        // Given
        ScriptedHomeserver peer = server();
        peer.script().next(Route.TRANSACTION, Fault.serverError(), Fault.hang());
        ScriptedRoom room = bench.room("11");
        room.accept(bench.invite(room, peer));
        RoomEvent leave = room.prepare(bench.us, bench.us.user("ulla"), peer.user("dana"), "leave");
        io.vestibule.matrix.event.Pdu event = io.vestibule.matrix.event.Pdu.read(
                        leave.json().toBuffer().getBytes(),
                        io.vestibule.matrix.room.RoomVersions.find(room.version())
                                .orElseThrow())
                .orThrow();
        // When
        Answer fault = bench.retract(room, event, peer.user("dana")).answer();
        Answer silence = bench.retract(room, event, peer.user("dana")).answer();
        Answer taken = bench.retract(room, event, peer.user("dana")).answer();
        // Then
        assertThat(fault).isInstanceOf(Answer.Exhausted.class);
        assertThat(silence).isInstanceOf(Answer.Ambiguous.class);
        assertThat(taken).isInstanceOf(Answer.Delivered.class);
        List<RecordedRequest> requests = bench.world
                .requests()
                .matching(request -> request.server().equals(peer.name()) && request.route() == Route.TRANSACTION);
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(RecordedRequest::target)
                .containsOnly(requests.getFirst().target());
        assertThat(requests)
                .extracting(RecordedRequest::body)
                .containsOnly(requests.getFirst().body());
        assertThat(requests.getFirst().parameters().getFirst()).startsWith("vestibule-");
        assertThat(requests.getFirst().json().getJsonArray("pdus")).isEqualTo(new JsonArray().add(leave.json()));
    }
}
