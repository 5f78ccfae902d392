package io.vestibule.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

class TestBrokerIT {

    private final String asked = System.getProperty(TestBroker.PROPERTY, "embedded");

    @TempDir
    Path directory;

    static boolean thereIsDocker() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @AfterEach
    void restore() {
        System.setProperty(TestBroker.PROPERTY, asked);
    }

    private void assertTakesRequests() throws Exception {
        try (TestBroker broker = TestBroker.start(directory);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void a_broker_is_embedded_unless_asked_otherwise() throws Exception {
        // Given
        System.clearProperty(TestBroker.PROPERTY);
        // Then
        assertTakesRequests();
        assertThat(directory).isNotEmptyDirectory();
    }

    @Test
    @EnabledIf("thereIsDocker")
    void a_container_runs_where_there_is_docker() throws Exception {
        // Given
        System.setProperty(TestBroker.PROPERTY, "container");
        // Then
        assertTakesRequests();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @DisabledIf("thereIsDocker")
    void a_container_without_docker_is_refused() {
        // Given
        System.setProperty(TestBroker.PROPERTY, "container");
        // Then
        assertThatThrownBy(() -> TestBroker.start(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(TestBroker.PROPERTY)
                .hasMessageContaining("no Docker");
    }

    @Test
    void a_kind_that_there_is_not_is_refused_by_name() {
        // Given
        System.setProperty(TestBroker.PROPERTY, "cluster");
        // Then
        assertThatThrownBy(() -> TestBroker.start(directory))
                .hasMessage(TestBroker.PROPERTY + ": 'cluster' is neither 'embedded' nor 'container'");
    }
}
