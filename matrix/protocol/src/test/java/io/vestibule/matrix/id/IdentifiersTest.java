package io.vestibule.matrix.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, -1, false",
        "a.example:8448, a.example, 8448, false",
        "A-1.example:1, A-1.example, 1, false",
        "localhost, localhost, -1, false",
        "127.0.0.1:80, 127.0.0.1, 80, true",
        "256.0.0.1, 256.0.0.1, -1, false",
        "[::1], [::1], -1, true",
        "[2001:db8::1]:65535, [2001:db8::1], 65535, true",
        "[::ffff:127.0.0.1], [::ffff:127.0.0.1], -1, true"
    })
    void server_names_have_a_host_and_perhaps_a_port(String name, String host, int port, boolean literal) {
        // Given
        OptionalInt expectedPort = port < 0 ? OptionalInt.empty() : OptionalInt.of(port);

        // When
        ServerName server = ServerName.of(name);

        // Then
        assertThat(server.host()).isEqualTo(host);
        assertThat(server.port()).isEqualTo(expectedPort);
        assertThat(server.isIpLiteral()).isEqualTo(literal);
        assertThat(UserId.of("@x:" + name).server()).isEqualTo(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a.example:",
                "a.example:http",
                "a.example:123456",
                "a.example:65536",
                "a.example:1:2",
                "a_b.example",
                "ä.example",
                "a example",
                "[::1",
                "[]",
                "[",
                "[:]",
                "[g::1]",
                "[::1]x",
                "::1",
                "a.example/x",
                "user@a.example"
            })
    void what_is_no_server_name_is_not_one_in_a_user_id_either(String name) {
        // Given
        String userId = "@x:" + name;

        // When
        var server = ServerName.parse(name);

        // Then
        assertThat(server).isEmpty();
        assertThat(UserId.parse(userId)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ServerName.of(name));
    }

    @Test
    void hosts_are_at_most_255_characters_long() {
        // Given
        String longest = "a".repeat(255);

        // When
        var accepted = ServerName.parse(longest + ":1");

        // Then
        assertThat(accepted).isPresent();
        assertThat(ServerName.parse(longest + "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "@alice:a.example, alice",
        "@:a.example, ''",
        "@Älice😀 (old):a.example, Älice😀 (old)",
        "@a/+=_.-:[::1]:1, a/+=_.-"
    })
    void user_ids_are_split_at_the_first_colon_and_historical_ones_are_accepted(String id, String localpart) {
        // Given
        String text = id;

        // When
        UserId user = UserId.of(text);

        // Then
        assertThat(user.localpart()).isEqualTo(localpart);
        assertThat(user).hasToString(text);
    }

    @Test
    void ids_are_limited_in_bytes_not_characters() {
        // Given
        String server = ":a.example";

        // When
        String longest = "@" + "é".repeat((255 - 1 - server.length()) / 2) + server;

        // Then
        assertThat(UserId.parse(longest)).isPresent();
        assertThat(UserId.parse("@é" + longest.substring(1))).isEmpty();
        assertThat(RoomId.parse("!" + "é".repeat(127))).isPresent();
        assertThat(RoomId.parse("!" + "é".repeat(127) + "x")).isEmpty();
        assertThat(EventId.parse("$" + "x".repeat(254))).isPresent();
        assertThat(EventId.parse("$" + "x".repeat(255))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "hall:a.example", "#hall", "#:a.example", "#hall:", "#hall:a_b", "#a\u0000:b"})
    void what_is_no_room_alias_is_refused(String text) {
        // When
        var alias = RoomAlias.parse(text);

        // Then
        assertThat(alias).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> RoomAlias.of(text));
        assertThat(RoomAlias.parse("#die Halle/1:[::1]:8448")).isPresent();
        assertThat(RoomAlias.parse("#" + "x".repeat(244) + ":a.example")).isPresent();
        assertThat(RoomAlias.parse("#" + "x".repeat(245) + ":a.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!", "$", "@", "!a\u0000", "$a\u0000b", "@a\u0000:b", "!\ud83d", "$\ude00"})
    void what_is_no_id_is_refused(String text) {
        // Given
        String id = text;

        // When
        var user = UserId.parse(id);

        // Then
        assertThat(user).isEmpty();
        assertThat(RoomId.parse(id)).isEmpty();
        assertThat(EventId.parse(id)).isEmpty();
    }

    @Test
    void room_and_event_ids_may_or_may_not_have_a_domain() {
        // Given
        RoomId given = RoomId.of("!opaque:a.example:8448");

        // When
        var domain = given.domain();

        // Then
        assertThat(domain).hasValue("a.example:8448");
        assertThat(RoomId.of("!P5-6WTYQ_woy6f4nmleE0XqxjtZcyKGza5_gDN-KAdM").domain())
                .isEmpty();
        assertThat(EventId.of("$0:domain").domain()).hasValue("domain");
        assertThat(EventId.of("$l/QF/46AQDl+K21ChPyfRm8xcIQS/DKqg3iaS7qsD+M").domain())
                .isEmpty();
    }

    @Test
    void key_ids_and_room_versions_have_their_grammar() {
        // Given
        KeyId key = KeyId.of("ed25519:a_RvbB");

        // When
        boolean ed25519 = key.isEd25519();

        // Then
        assertThat(ed25519).isTrue();
        assertThat(key.version()).isEqualTo("a_RvbB");
        assertThat(KeyId.of("rsa:1").isEd25519()).isFalse();
        for (String wrong : new String[] {"", "ed25519", "ed25519:", ":1", "ed25519:a\n"}) {
            assertThat(KeyId.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(RoomVersionId.of("org.example.1-x")).hasToString("org.example.1-x");
        for (String wrong : new String[] {"", "A", "1 ", "x".repeat(33), "é"}) {
            assertThat(RoomVersionId.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void error_messages_quote_strangers_strings_short_and_without_control_characters() {
        // Given
        String hostile = "\u0007" + "x".repeat(1000);

        // When
        var thrown = assertThatIllegalArgumentException().isThrownBy(() -> UserId.of(hostile));

        // Then
        thrown.satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150).doesNotContain("\u0007"));
    }
}
