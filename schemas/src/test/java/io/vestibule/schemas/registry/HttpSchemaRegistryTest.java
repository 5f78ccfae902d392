package io.vestibule.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSchemaRegistryTest {

    private static final Schema SCHEMA = SchemaBuilder.record("Thing")
            .namespace("test")
            .fields()
            .requiredString("name")
            .endRecord();
    private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    private ScriptedRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedRegistry.plain();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void registering_posts_the_schema_under_its_encoded_subject() {
        // Given
        server.answers(200, "{\"id\":7,\"unknown\":{}}");
        try (SchemaRegistry registry = open(Map.of("normalize.schemas", "true", "request.header.X-Team", "rooms"))) {
            // When
            int id = registry.register("a/b c-value", SCHEMA);

            // Then
            assertThat(id).isEqualTo(7);
            ScriptedRegistry.Asked asked = server.asked().getFirst();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.target()).isEqualTo("/subjects/a%2Fb%20c-value/versions?normalize=true");
            assertThat(asked.body()).startsWith("{\"schemaType\":\"AVRO\",\"schema\":\"{\\\"type\\\":\\\"record\\\"");
            assertThat(asked.header("Content-type")).isEqualTo("application/vnd.schemaregistry.v1+json");
            assertThat(asked.header("Confluent-accept-unknown-properties")).isEqualTo("true");
            assertThat(asked.header("X-team")).isEqualTo("rooms");
        }
    }

    @Test
    void look_up_by_id_and_latest_are_the_calls_that_confluents_client_makes() {
        // Given
        String entity = "{\"subject\":\"s\",\"version\":2,\"id\":9,\"schema\":"
                + com.fasterxml.jackson.databind.node.TextNode.valueOf(SCHEMA.toString()) + "}";
        server.answers(200, entity);
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            int id = registry.idOf("s", SCHEMA);
            Schema byId = registry.schemaOf(9, "s");
            RegisteredSchema latest = registry.latest("s");

            // Then
            assertThat(id).isEqualTo(9);
            assertThat(byId).isEqualTo(SCHEMA);
            assertThat(latest).isEqualTo(new RegisteredSchema(9, SCHEMA));
            assertThat(server.asked())
                    .extracting(ScriptedRegistry.Asked::target)
                    .containsExactly(
                            "/subjects/s?normalize=false&deleted=false",
                            "/schemas/ids/9?fetchMaxId=false&subject=s",
                            "/subjects/s/versions/latest");
        }
    }

    @Test
    void answers_are_asked_for_once() {
        // Given
        server.answers(200, "{\"id\":7}");
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            for (int i = 0; i < 10; i++) {
                registry.register("s", SCHEMA);
            }

            // Then
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void an_id_that_does_not_exist_is_not_asked_for_again_at_once() {
        // Given
        server.answers(404, NOT_FOUND);
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> registry.schemaOf(1, ""))
                        .isInstanceOf(SchemaNotFoundException.class)
                        .hasMessageContaining("Schema not found");
            }

            // Then
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_404_that_no_registry_wrote_says_nothing_about_the_schema() {
        // Given
        server.answers(404, "<html>nginx</html>");
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            // Then
            assertThatThrownBy(() -> registry.schemaOf(1, ""))
                    .isInstanceOfSatisfying(
                            RegistryRefusedException.class,
                            refused -> assertThat(refused.errorCode()).isEqualTo(50005));
        }
    }

    @ParameterizedTest
    @CsvSource({"408", "429", "500", "502", "503", "504"})
    void what_may_pass_is_tried_again_at_the_same_url(int status) {
        // Given
        server.answers(status, "").answers(status, "").answers(200, "{\"id\":7}");
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            int id = registry.register("s", SCHEMA);

            // Then
            assertThat(id).isEqualTo(7);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void each_failure_is_the_kafka_exception_that_clients_expect() {
        assertFailure(401, 1, AuthenticationException.class);
        assertFailure(403, 1, AuthorizationException.class);
        assertFailure(409, 1, RegistryRefusedException.class);
        assertFailure(422, 1, RegistryRefusedException.class);
        assertFailure(429, 4, ThrottlingQuotaExceededException.class);
        assertFailure(502, 4, DisconnectException.class);
        assertFailure(503, 4, TimeoutException.class);
    }

    @Test
    void a_url_that_refuses_connections_is_passed_over_at_once_and_the_living_one_stays_first() throws Exception {
        // Given
        server.answers(200, "{\"id\":7}").answers(200, "{\"id\":8}");
        String dead = "http://127.0.0.1:" + deadPort();
        Map<String, Object> slow = Map.of("retries.wait.ms", "60000", "retries.max.wait.ms", "60000");
        try (SchemaRegistry registry = open(slow, dead + "," + server.url())) {
            // When
            int id = registry.register("s", SCHEMA);
            int second = registry.register("t", SCHEMA);

            // Then
            assertThat(id).isEqualTo(7);
            assertThat(second).isEqualTo(8);
        }
    }

    @Test
    void a_url_that_keeps_failing_hands_over_to_the_next() throws Exception {
        // Given
        server.answers(503, "");
        try (ScriptedRegistry healthy = ScriptedRegistry.plain().answers(200, "{\"id\":7}");
                SchemaRegistry registry = open(Map.of(), server.url() + "/," + healthy.url())) {
            // When
            int id = registry.register("s", SCHEMA);

            // Then
            assertThat(id).isEqualTo(7);
            assertThat(server.asked()).hasSize(4);
        }
    }

    @Test
    void when_everybody_refuses_the_failure_names_the_url() throws Exception {
        // Given
        String dead = "http://127.0.0.1:" + deadPort();
        try (SchemaRegistry registry = open(Map.of(), dead)) {
            // When
            // Then
            assertThatThrownBy(() -> registry.register("s", SCHEMA))
                    .isInstanceOf(DisconnectException.class)
                    .hasMessageContaining(dead);
        }
    }

    @Test
    void a_registry_that_does_not_answer_is_a_timeout() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SchemaRegistry registry = open(
                        Map.of("http.read.timeout.ms", "100", "max.retries", "0"),
                        "http://127.0.0.1:" + silent.getLocalPort())) {
            // When
            // Then
            assertThatThrownBy(() -> registry.register("s", SCHEMA)).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void an_answer_that_is_none_is_refused() {
        // Given
        server.answers(200, "[]").answers(200, "{\"schema\":\"{\"}").answers(200, "{\"schemaType\":\"JSON\"}");
        try (SchemaRegistry registry = open(Map.of())) {
            // When
            // Then
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> registry.schemaOf(3, "")).isInstanceOf(RegistryRefusedException.class);
            }
        }
    }

    private void assertFailure(int status, int calls, Class<? extends Exception> expected) {
        try (ScriptedRegistry failing =
                        ScriptedRegistry.plain().answers(status, "{\"error_code\":1,\"message\":\"m\"}");
                SchemaRegistry registry = open(Map.of(), failing.url())) {
            assertThatThrownBy(() -> registry.register("s", SCHEMA))
                    .isInstanceOf(expected)
                    .hasMessageContaining(failing.url());
            assertThat(failing.asked()).hasSize(calls);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private SchemaRegistry open(Map<String, Object> more) {
        return open(more, server.url());
    }

    private static SchemaRegistry open(Map<String, Object> more, String urls) {
        Map<String, Object> config = new HashMap<>(Map.of("retries.wait.ms", "1", "retries.max.wait.ms", "2"));
        config.putAll(more);
        config.put("schema.registry.url", urls);
        return SchemaRegistries.open(config);
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
