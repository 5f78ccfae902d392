package io.vestibule.appservice.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.UserId;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationsTest {

    private static final String IRC = """
            id: irc
            url: "http://127.0.0.1:9999/"
            as_token: as-secret
            hs_token: hs-secret
            sender_localpart: irc_bot
            rate_limited: false
            de.sorunome.msc2409.push_ephemeral: true
            namespaces:
              users:
                - exclusive: true
                  regex: '@irc_.*'
                  group_id: +irc:us.example
              aliases:
                - {exclusive: false, regex: '#irc_.*'}
            """;

    @Test
    void a_file_as_bridges_write_it_is_read() {
        // When
        Registration irc = read(IRC).byId().get(AppserviceId.of("irc"));

        // Then
        assertThat(irc.url()).contains(URI.create("http://127.0.0.1:9999"));
        assertThat(irc.hsToken().value()).isEqualTo("hs-secret");
        assertThat(irc.namespaces().senderLocalpart()).isEqualTo("irc_bot");
        assertThat(irc.namespaces().rooms()).isEmpty();
        assertThat(irc.namespaces().owns(UserId.of("@irc_x:us.example"))).isTrue();
        assertThat(irc.toString()).doesNotContain("secret");
    }

    @Test
    void a_service_with_url_null_wants_no_traffic() {
        assertThat(read(IRC.replace("\"http://127.0.0.1:9999/\"", "null")).all())
                .allSatisfy(service -> assertThat(service.url()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id: irc ; id: ; f.yaml:1: id must be a text that is not empty",
                "id: irc ; id: 12 ; f.yaml:1: id must be a text that is not empty",
                "id: irc ; x: 12 ; f.yaml:1: id is missing",
                "as_token: as-secret ; x: y ; f.yaml:1: as_token is missing",
                "hs_token: hs-secret ; hs_token: [a] ; f.yaml:4: hs_token must be a text that is not empty",
                "'\"http://127.0.0.1:9999/\"' ; ftp://x ; f.yaml:2: url expected an address such as http://host:port",
                "'url: \"http://127.0.0.1:9999/\"' ; x: y ; f.yaml:1: url is missing",
                "exclusive: true ; exclusive: maybe ; f.yaml:10: namespaces.users[].exclusive must be true or false",
                "'@irc_.*' ; '@irc_(' ; f.yaml:11: namespaces.users[].regex not a regular expression of RE2",
                "'namespaces:' ; 'namespaces: 7\nx:' ; f.yaml:8: namespaces must hold keys and values",
                "rate_limited: false ; 'id: xmpp' ; f.yaml:6: id is set twice",
                "rate_limited: false ; 'a: b: c' ; f.yaml:6: is not valid YAML",
            })
    void a_file_that_is_wrong_is_refused_with_file_line_and_reason(String right, String wrong, String complaint) {
        // Given
        String yaml = IRC.replace(right, wrong);

        // When
        // Then
        assertThat(yaml).isNotEqualTo(IRC);
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(RegistrationException.class)
                .message()
                .startsWith(complaint)
                .doesNotContain("secret");
    }

    @Test
    void two_services_of_one_id_or_token_are_refused() {
        // Given
        Map<Path, String> sameId = files(IRC, IRC.replace("as-secret", "other"));
        Map<Path, String> sameToken = files(IRC, IRC.replace("id: irc", "id: xmpp"));

        // When
        // Then
        assertThatThrownBy(() -> Registrations.parse(sameId))
                .hasMessage("f1.yaml: the id \"irc\" is that of f0.yaml too");
        assertThatThrownBy(() -> Registrations.parse(sameToken))
                .hasMessage("f1.yaml: the as_token is that of f0.yaml too");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Registrations.contents(List.of(Path.of("gone.yaml"))))
                .isInstanceOf(RegistrationException.class)
                .hasMessageStartingWith("gone.yaml: cannot be read");
    }

    private static Registrations read(String yaml) {
        return Registrations.parse(Map.of(Path.of("f.yaml"), yaml));
    }

    private static Map<Path, String> files(String... contents) {
        Map<Path, String> files = new LinkedHashMap<>();
        for (int i = 0; i < contents.length; i++) {
            files.put(Path.of("f" + i + ".yaml"), contents[i]);
        }
        return files;
    }
}
