package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleConfigTest {

    private static final String SECRET = "0123456789abcdef";

    @Test
    void on_loopback_nobody_needs_a_token() {
        // When
        ConsoleConfig config = load(Map.of());

        // Then
        assertThat(config.access().isRequired()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8012", "[::]:8012", "192.0.2.7:80", "console.example:80"})
    void beyond_loopback_a_token_is_needed(String listen) {
        // Given
        Map<String, String> without = Map.of("VESTIBULE_CONSOLE_LISTEN", listen);
        Map<String, String> with =
                Map.of("VESTIBULE_CONSOLE_LISTEN", listen, "VESTIBULE_CONSOLE_TOKENS", "ann:" + SECRET);

        // When
        // Then
        assertThatThrownBy(() -> load(without))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(listen)
                .hasMessageContaining("console.tokens");
        assertThat(load(with).access().isRequired()).isTrue();
        assertThat(load(with).access().tokens()).containsExactly(new ConsoleConfig.Token("ann", new Secret(SECRET)));
    }

    @Test
    void whoever_wants_may_let_everybody_in() {
        // When
        ConsoleConfig config =
                load(Map.of("VESTIBULE_CONSOLE_LISTEN", "0.0.0.0:8012", "VESTIBULE_CONSOLE_AUTHENTICATION", "never"));

        // Then
        assertThat(config.access().isRequired()).isFalse();
    }

    @Test
    void a_token_that_is_none_is_refused_and_not_shown() {
        // When
        // Then
        assertThatThrownBy(() -> load(Map.of("VESTIBULE_CONSOLE_TOKENS", "ann:tooshort")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("console.tokens")
                .hasMessageNotContaining("tooshort");
    }

    @Test
    void it_can_be_switched_off() {
        // When
        ConsoleConfig config = load(Map.of("VESTIBULE_CONSOLE_LISTEN", "off"));

        // Then
        assertThat(config.listen()).isEmpty();
    }

    @Test
    void questions_to_the_topology_need_a_token_beyond_loopback() {
        // Given
        Map<String, String> open = Map.of("VESTIBULE_TOPOLOGY_QUERIES_LISTEN", "0.0.0.0:8011");

        // When
        // Then
        assertThatThrownBy(() -> load(open))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topology.queries-token");
    }

    private static ConsoleConfig load(Map<String, String> environment) {
        return ConfigLoader.load(Optional.empty(), environment, Map.of()).console();
    }
}
