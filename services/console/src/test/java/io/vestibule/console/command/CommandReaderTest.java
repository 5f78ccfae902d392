package io.vestibule.console.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.Residency;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {

    private static final String WHERE = "\"room\":\"!r:a.example\",\"user\":\"@bob:us.example\"";

    @Test
    void an_accept_with_everything() throws BadRequest {
        // When
        CommandReader.Request request = read(
                "{\"type\":\"accept\"," + WHERE + ",\"command_id\":\"c-1\",\"reason\":\"why\",\"displayname\":\"Bob\","
                        + "\"extra_content\":{\"a\":1},\"omit_members\":true,\"resident\":\"no\",\"wait_ms\":5,"
                        + "\"within_ms\":60000,\"by\":\"ann\"}");

        // Then
        InviteCommand command = request.command();
        assertThat(request.patience()).isEqualTo(Duration.ofMillis(5));
        assertThat(command.getType()).isEqualTo(CommandType.ACCEPT_INVITE);
        assertThat(command.getCommandId()).isEqualTo("c-1");
        assertThat(command.getResident()).isEqualTo(Residency.NO);
        assertThat(command.getNotAfter()).isEqualTo(command.getIssuedAt() + 60_000);
        assertThat(command.getIssuedBy()).isEqualTo("console:ann");
        assertThat(command.getAccept().getExtraContentJson()).isEqualTo("{\"a\":1}");
        assertThat(command.getAccept().getOmitMembers()).isTrue();
    }

    @Test
    void who_shows_a_token_is_who_asks_whatever_the_body_says() throws BadRequest {
        // When
        CommandReader.Request request =
                read("{\"type\":\"reject\"," + WHERE + ",\"by\":\"mallory\"}", Optional.of("ann"));

        // Then
        assertThat(request.command().getIssuedBy()).isEqualTo("console:ann");
    }

    @Test
    void an_invite_elsewhere_and_its_retraction() throws BadRequest {
        // When
        InviteCommand invite = read("{\"type\":\"send_invite\"," + WHERE
                        + ",\"event\":{\"type\":\"m.room.member\"},\"room_version\":\"11\",\"create_event\":{\"c\":1},"
                        + "\"via\":[\"a.example\"],\"servers\":[{\"server\":\"b.example\",\"members\":3}]}")
                .command();
        InviteCommand retraction = read("{\"type\":\"retract_invite\"," + WHERE
                        + ",\"event\":{\"type\":\"m.room.member\"},\"room_version\":\"11\"}")
                .command();

        // Then
        assertThat(invite.getType()).isEqualTo(CommandType.SEND_INVITE);
        assertThat(invite.getRetry()).isNull();
        assertThat(invite.getSendInvite().getVia()).containsExactly("a.example");
        assertThat(invite.getSendInvite().getServers().getFirst().getMembers()).isEqualTo(3);
        assertThat(retraction.getRetractInvite().getEventJson()).isEqualTo("{\"type\":\"m.room.member\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "no json                                                | M_NOT_JSON      | JSON",
                "{}                                                     | M_MISSING_PARAM | type",
                "{\"type\":\"join\",WHERE}                              | M_INVALID_PARAM | type",
                "{\"type\":\"accept\",\"user\":\"@b:us\"}               | M_MISSING_PARAM | room",
                "{\"type\":\"accept\",\"room\":\"r\",\"user\":\"@b:us\"} | M_INVALID_PARAM | room",
                "{\"type\":\"accept\",WHERE,\"rooom\":1}                | M_INVALID_PARAM | rooom",
                "{\"type\":\"accept\",WHERE,\"wait_ms\":999999999}      | M_INVALID_PARAM | wait_ms",
                "{\"type\":\"accept\",WHERE,\"wait_ms\":\"1\"}          | M_INVALID_PARAM | wait_ms",
                "{\"type\":\"accept\",WHERE,\"reason\":1}               | M_INVALID_PARAM | reason",
                "{\"type\":\"accept\",WHERE,\"by\":\"a\\u0000b\"}       | M_INVALID_PARAM | by",
                "{\"type\":\"accept\",WHERE,\"reason\":\"\\ud800\"}     | M_BAD_JSON      | JSON",
                "{\"type\":\"send_invite\",WHERE,\"event\":{},\"room_version\":\"11\"} | M_MISSING_PARAM | create_event",
                "{\"type\":\"retract_invite\",WHERE,\"room_version\":\"11\"} | M_MISSING_PARAM | event",
            })
    void what_cannot_be_used_is_named(String body, String errcode, String culprit) {
        // When
        // Then
        assertThatThrownBy(() -> read(body.replace("WHERE", WHERE)))
                .isInstanceOfSatisfying(
                        BadRequest.class, bad -> assertThat(bad.errcode()).isEqualTo(errcode))
                .hasMessageContaining(culprit);
    }

    private static CommandReader.Request read(String body) throws BadRequest {
        return read(body, Optional.empty());
    }

    private static CommandReader.Request read(String body, Optional<String> tokenOf) throws BadRequest {
        return CommandReader.read(body.getBytes(UTF_8), tokenOf);
    }
}
