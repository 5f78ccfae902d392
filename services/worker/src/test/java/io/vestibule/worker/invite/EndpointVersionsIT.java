package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invites of ours at servers that do not know every version of the endpoint. */
@Timeout(60)
class EndpointVersionsIT {
    private static OutboundBench bench;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new OutboundBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    /** How servers say that they do not know an endpoint: in words, or by a body that is none of Matrix. */
    static Stream<Fault> disguises() {
        return Stream.of(
                Fault.error(404, "M_UNRECOGNIZED"),
                Fault.reply(404, ""),
                Fault.reply(404, "<html>Not Found</html>"),
                Fault.reply(404, "[1]"),
                Fault.error(405, "M_UNRECOGNIZED"),
                Fault.reply(405, ""),
                Fault.reply(405, "<html>Method Not Allowed</html>"),
                Fault.error(400, "M_UNRECOGNIZED"));
    }

    /** What looks like it and is an answer of the endpoint, or of something broken before it. */
    static Stream<Fault> answersOfTheEndpoint() {
        return Stream.of(
                Fault.error(404, "M_NOT_FOUND"),
                Fault.reply(404, "{}"),
                Fault.error(405, "M_UNKNOWN"),
                Fault.reply(400, ""),
                Fault.reply(400, "<html>Bad Request</html>"),
                Fault.error(403, "M_UNRECOGNIZED"),
                Fault.error(500, "M_UNRECOGNIZED"),
                Fault.reply(502, ""));
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void each_disguise_of_an_unknown_endpoint_leads_to_the_next_version_with_the_same_event(Fault unknown)
            throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_WITH_AUTH, unknown).always(Route.INVITE_V2, unknown);
        // When
        Answer.Reported old = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("1"), peer);
        List<RecordedRequest> toOld = bench.invites(peer);
        ScriptedHomeserver other = bench.newServer();
        other.script().always(Route.INVITE_WITH_AUTH, unknown);
        Answer.Reported recent = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("11"), other);
        // Then
        assertThat(old.answer()).isInstanceOf(Answer.Invited.class);
        assertThat(toOld).extracting(RecordedRequest::route).containsExactly(Route.INVITE_V2, Route.INVITE_V1);
        JsonObject bare = toOld.getLast().json();
        bare.remove("unsigned");
        assertThat(bare).isEqualTo(toOld.getFirst().json().getJsonObject("event"));
        assertThat(recent.answer()).isInstanceOf(Answer.Invited.class);
        List<RecordedRequest> toOther = bench.invites(other);
        assertThat(toOther).extracting(RecordedRequest::route).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_V2);
        assertThat(toOther.getFirst().json().getJsonObject("event"))
                .isEqualTo(toOther.getLast().json().getJsonObject("event"));
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void a_server_that_knows_version_1_alone_cannot_be_invited_to_a_room_of_version_11(Fault unknown) throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_WITH_AUTH, unknown).always(Route.INVITE_V2, unknown);
        // When
        Answer.Reported reported = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("11"), peer);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.INCOMPATIBLE_VERSION));
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_V2);
    }

    @Test
    void a_server_that_knows_no_version_at_all_has_refused() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_V2, Fault.unrecognised()).always(Route.INVITE_V1, Fault.unrecognised());
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("2"), peer);
        // Then
        assertThat(reported.answer())
                .isEqualTo(new Answer.Declined(
                        peer.name(),
                        Answer.Declined.Kind.REFUSED,
                        "the server knows no version of the invite endpoint"));
        assertThat(reported.tried()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("answersOfTheEndpoint")
    void any_other_answer_leads_to_no_other_version(Fault answered) throws Exception {
        // Given
        ScriptedHomeserver old = bench.newServer();
        old.script().always(Route.INVITE_V2, answered);
        ScriptedHomeserver recent = bench.newServer();
        recent.script().always(Route.INVITE_WITH_AUTH, answered);
        // When
        Answer toOld = bench.send(bench.sending(), bench.room("1"), old).answer();
        Answer toRecent = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room("11"), recent)
                .answer();
        // Then
        assertThat(toOld).isNotInstanceOf(Answer.Invited.class).hasSameClassAs(toRecent);
        assertThat(bench.asked(old)).containsExactly(Route.INVITE_V2);
        assertThat(bench.asked(recent)).containsExactly(Route.INVITE_WITH_AUTH);
    }

    @Test
    void a_server_that_does_not_know_invite_with_auth_is_asked_for_it_once_until_the_memory_ends() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_WITH_AUTH, Fault.unrecognised());
        InviteSending remembering = bench.sendingWithAuth(Duration.ofHours(1));
        InviteSending forgetful = bench.sendingWithAuth(Duration.ZERO);
        // When
        bench.send(remembering, bench.room("11"), peer);
        bench.send(remembering, bench.room("11"), peer);
        List<Route> remembered = bench.asked(peer);
        bench.send(forgetful, bench.room("11"), peer);
        bench.send(forgetful, bench.room("11"), peer);
        // Then
        assertThat(remembered).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_V2, Route.INVITE_V2);
        assertThat(bench.asked(peer)).filteredOn(Route.INVITE_WITH_AUTH::equals).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "11"})
    void a_server_that_answers_after_the_deadline_gets_the_same_request_again_and_no_other_version(String version)
            throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().next(Route.INVITE_V2, Fault.after(OutboundBench.BUDGET.plusMillis(500)));
        ScriptedRoom room = bench.room(version);
        RoomEvent invite = bench.invite(room, peer);
        // When
        Answer silence = bench.sending()
                .send(OutboundBench.order(room, invite, peer.user("dana"), InviteEndpoint.UNKNOWN), new Ticket(false))
                .answer();
        Order.SendInvite again =
                OutboundBench.order(room, invite, peer.user("dana"), ((Answer.InviteUnanswered) silence).endpoint());
        Answer answer = bench.sending().send(again, new Ticket(false)).answer();
        // Then
        assertThat(((Answer.InviteUnanswered) silence).endpoint()).isEqualTo(InviteEndpoint.V2);
        assertThat(answer).isInstanceOf(Answer.Invited.class);
        List<RecordedRequest> requests = bench.invites(peer);
        assertThat(requests).extracting(RecordedRequest::route).containsExactly(Route.INVITE_V2, Route.INVITE_V2);
        assertThat(requests.getFirst().body()).isEqualTo(requests.getLast().body());
        assertThat(requests.getFirst().target()).isEqualTo(requests.getLast().target());
    }

    @Test
    void a_server_that_was_silent_to_version_1_is_called_at_version_1_again() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_V2, Fault.unrecognised()).next(Route.INVITE_V1, Fault.obeyAndHang());
        ScriptedRoom room = bench.room("1");
        RoomEvent invite = bench.invite(room, peer);
        // When
        Answer silence = bench.sending()
                .send(OutboundBench.order(room, invite, peer.user("dana"), InviteEndpoint.UNKNOWN), new Ticket(false))
                .answer();
        Order.SendInvite again =
                OutboundBench.order(room, invite, peer.user("dana"), ((Answer.InviteUnanswered) silence).endpoint());
        Answer answer = bench.sending().send(again, new Ticket(false)).answer();
        // Then
        assertThat(answer).isInstanceOf(Answer.Invited.class);
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_V2, Route.INVITE_V1, Route.INVITE_V1);
        assertThat(bench.invites(peer).get(1).body())
                .isEqualTo(bench.invites(peer).get(2).body());
    }

    @Test
    void a_server_that_was_silent_to_invite_with_auth_is_not_asked_by_version_2_when_it_is_asked_again()
            throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
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
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_WITH_AUTH, Route.INVITE_WITH_AUTH);
    }
}
