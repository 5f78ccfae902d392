package io.vestibule.ingress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.id.ServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final ServerName SLOW = ServerName.of("slow.example");
    private static final ServerName OTHER = ServerName.of("other.example");

    private final List<Limit> reached = new ArrayList<>();

    @Test
    void requests_that_wait_for_the_keys_of_one_server_leave_places_for_others() {
        // Given
        StrangerLimits limits = ConfigLoader.with(Map.of("ingress.max-in-flight-per-origin", "2"))
                .ingress()
                .strangers();
        Gate gate = new Gate(limits, new InviteRates(limits.rates(), System::nanoTime), reached::add);

        // When
        Decoded<Decoded<Decoded<String>>> nested = gate.inTurn(
                SLOW,
                () -> new Decoded.Ok<>(gate.inTurn(
                        SLOW, () -> new Decoded.Ok<>(gate.inTurn(SLOW, () -> new Decoded.Ok<>("a third at once"))))));
        Decoded<String> other = gate.inTurn(SLOW, () -> gate.inTurn(OTHER, () -> new Decoded.Ok<>("somebody else")));
        Decoded<String> later = gate.inTurn(SLOW, () -> new Decoded.Ok<>("alone again"));

        // Then
        assertThat(nested.toString()).contains("origin_in_flight");
        assertThat(other).isEqualTo(new Decoded.Ok<>("somebody else"));
        assertThat(later).isEqualTo(new Decoded.Ok<>("alone again"));
        assertThat(reached).containsExactly(Limit.ORIGIN_IN_FLIGHT);
    }
}
