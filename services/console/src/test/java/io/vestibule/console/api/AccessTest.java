package io.vestibule.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.config.Secret;
import io.vestibule.kit.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String SECRET = "0123456789abcdef";
    private static final Access OPEN = new Access(new ConsoleConfig.Access(List.of(), false), true);
    private static final Access GUARDED = new Access(
            new ConsoleConfig.Access(List.of(new ConsoleConfig.Token("ann", new Secret(SECRET))), true), false);

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8012", "127.0.0.1:8012", "[::1]:8012"})
    void on_loopback_whoever_asks_by_a_name_of_this_machine_comes_in(String host) {
        assertThat(status(OPEN, get(Map.of("Host", host)))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8012", ""})
    void a_foreign_name_that_points_here_does_not(String host) {
        assertThat(status(OPEN, get(Map.of("Host", host)))).isEqualTo(403);
        assertThat(status(OPEN, get(Map.of()))).isEqualTo(403);
    }

    @Test
    void another_sites_page_cannot_send_commands() {
        // Given
        Map<String, String> form = Map.of("Host", "localhost:8012", "Content-Type", "text/plain");
        Map<String, String> foreign =
                Map.of("Host", "localhost:8012", "Content-Type", "application/json", "Origin", "https://evil.example");
        Map<String, String> sandboxed =
                Map.of("Host", "localhost:8012", "Content-Type", "application/json", "Origin", "null");
        Map<String, String> ours =
                Map.of("Host", "localhost:8012", "Content-Type", "application/json", "Origin", "http://localhost:8012");

        // When
        // Then
        assertThat(status(OPEN, post(form))).isEqualTo(415);
        assertThat(status(OPEN, post(foreign))).isEqualTo(403);
        assertThat(status(OPEN, post(sandboxed))).isEqualTo(403);
        assertThat(status(OPEN, post(ours))).isEqualTo(200);
    }

    @Test
    void where_a_token_is_needed_only_a_known_one_opens_and_says_whose_it_is() {
        // When
        Access.Entry entry = GUARDED.check(get(Map.of("Host", "console.example", "Authorization", "bearer " + SECRET)));

        // Then
        assertThat(entry).isEqualTo(new Access.Entry.Granted(Optional.of("ann")));
        assertThat(status(GUARDED, get(Map.of("Host", "localhost")))).isEqualTo(401);
        assertThat(status(GUARDED, get(Map.of("Host", "x", "Authorization", "Bearer wrong"))))
                .isEqualTo(401);
        assertThat(status(GUARDED, get(Map.of("Host", "x", "Authorization", "Basic " + SECRET))))
                .isEqualTo(401);
    }

    private static int status(Access access, HttpRequest request) {
        return switch (access.check(request)) {
            case Access.Entry.Granted granted -> 200;
            case Access.Entry.Refused refused -> refused.answer().status();
        };
    }

    private static HttpRequest get(Map<String, String> headers) {
        return new HttpRequest(
                "GET",
                "/api/v1/overview",
                name -> Optional.ofNullable(headers.get(name)).stream().toList(),
                new byte[0]);
    }

    private static HttpRequest post(Map<String, String> headers) {
        return new HttpRequest(
                "POST",
                "/api/v1/commands",
                name -> Optional.ofNullable(headers.get(name)).stream().toList(),
                new byte[0]);
    }
}
