package io.vestibule.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    void every_scenario_has_its_turn() {
        assertThat(IntStream.range(0, Scenario.weights()).mapToObj(Scenario::drawn))
                .contains(Scenario.values());
    }

    @Test
    void a_draw_beyond_the_weights_is_a_mistake() {
        assertThatThrownBy(() -> Scenario.drawn(Scenario.weights())).isInstanceOf(IllegalArgumentException.class);
    }
}
