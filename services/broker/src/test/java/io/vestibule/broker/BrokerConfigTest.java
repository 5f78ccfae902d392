package io.vestibule.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void a_folder_that_kafka_would_take_for_two_is_refused_by_name() {
        // Given
        Path folder = Path.of("/srv/vestibule, new/data");

        // When / Then
        assertThatThrownBy(() -> BrokerConfig.ephemeral(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/srv/vestibule, new/data")
                .hasMessageContaining("comma");
    }

    @Test
    void a_port_that_is_none_is_refused() {
        assertThatThrownBy(() -> BrokerConfig.listening(Path.of("data"), BrokerConfig.LOOPBACK, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }
}
