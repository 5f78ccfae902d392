package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.InviteFlaw;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Tried;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invites of ours at servers that refuse, lie, or have troubles of their own. */
@Timeout(60)
class InviteAnswersIT {
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
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_V2, Fault.error(status, errcode));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer()).isEqualTo(new Answer.Declined(peer.name(), kind, errcode + ": as scripted"));
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_V2);
    }

    @Test
    void a_rate_limit_says_for_how_long() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_V2, Fault.rateLimited(Duration.ofSeconds(42)));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer())
                .isEqualTo(
                        new Answer.RateLimited(peer.name(), "M_LIMIT_EXCEEDED: as scripted", Duration.ofSeconds(42)));
    }

    /** Every flaw in every envelope: the endpoint, and a room version that comes to it. */
    static Stream<Arguments> lies() {
        return Stream.of(InviteFlaw.values())
                .flatMap(flaw -> Stream.of(
                        Arguments.of(flaw, Route.INVITE_V1, "1"),
                        Arguments.of(flaw, Route.INVITE_V2, "1"),
                        Arguments.of(flaw, Route.INVITE_V2, "11"),
                        Arguments.of(flaw, Route.INVITE_WITH_AUTH, "11")));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void an_answer_that_is_not_our_invite_with_a_good_signature_is_not_taken(
            InviteFlaw flaw, Route endpoint, String version) throws Exception {
        // Given
        ScriptedHomeserver liar = bench.newServer();
        liar.script().always(Route.INVITE_V2, Fault.unrecognised());
        if (endpoint != Route.INVITE_WITH_AUTH) {
            liar.script().always(Route.INVITE_WITH_AUTH, Fault.unrecognised());
        }
        liar.script().always(endpoint, Fault.badInvite(flaw));
        // When
        Answer.Reported reported = bench.send(bench.sendingWithAuth(Duration.ofHours(1)), bench.room(version), liar);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.BAD_ANSWER));
        assertThat(bench.asked(liar)).endsWith(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[200,{}]", "{\"event\":[]}"})
    void a_200_without_an_event_is_no_answer_to_build_on(String body) throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
        peer.script().always(Route.INVITE_V2, Fault.reply(200, body));
        // When
        Answer.Reported reported = bench.send(bench.sending(), bench.room("1"), peer);
        // Then
        assertThat(reported.answer())
                .isInstanceOfSatisfying(
                        Answer.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(Answer.Declined.Kind.BAD_ANSWER));
        assertThat(bench.asked(peer)).containsExactly(Route.INVITE_V2);
    }

    @Test
    void a_server_that_is_down_has_certainly_not_got_the_invite() throws Exception {
        // Given
        ScriptedHomeserver peer = bench.newServer();
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
        ScriptedHomeserver peer = bench.newServer();
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
}
