package io.vestibule.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.AuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryCredentialsTest {

    private static final String ALICE_SECRET = "Basic YWxpY2U6c2VjcmV0";

    private ScriptedRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedRegistry.plain().answers(200, "{\"id\":1}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothing_is_said_unless_a_source_is_named() {
        assertThat(authorization(Map.of("basic.auth.user.info", "alice:secret")))
                .isEmpty();
    }

    @Test
    void user_info_is_sent_under_either_spelling_of_the_key() {
        assertThat(authorization(
                        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "alice:secret")))
                .isEqualTo(ALICE_SECRET);
        assertThat(authorization(Map.of(
                        "schema.registry.basic.auth.credentials.source",
                        "USER_INFO",
                        "schema.registry.basic.auth.user.info",
                        new Password("alice:secret"))))
                .isEqualTo(ALICE_SECRET);
    }

    @Test
    void user_info_in_the_url_is_sent_and_not_asked_for() {
        // Given
        String url = server.url().replace("http://", "http://alice:secret@");

        // When
        String sent = authorization(Map.of("basic.auth.credentials.source", "URL", "schema.registry.url", url));

        // Then
        assertThat(sent).isEqualTo(ALICE_SECRET);
    }

    @Test
    void the_brokers_user_can_be_inherited() {
        assertThat(authorization(Map.of(
                        "basic.auth.credentials.source",
                        "SASL_INHERIT",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"alice\" password=\"secret\";")))
                .isEqualTo(ALICE_SECRET);
    }

    @Test
    void a_static_token_is_sent_with_the_names_of_cluster_and_pool() {
        // Given
        Map<String, Object> config = Map.of(
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "t0ken",
                "bearer.auth.logical.cluster", "lsrc-1",
                "bearer.auth.identity.pool.id", "pool-1");

        // When
        String sent = authorization(config);

        // Then
        assertThat(sent).isEqualTo("Bearer t0ken");
        assertThat(server.asked().getFirst().header("Target-sr-cluster")).isEqualTo("lsrc-1");
        assertThat(server.asked().getFirst().header("Confluent-identity-pool-id"))
                .isEqualTo("pool-1");
    }

    @Test
    void a_client_credentials_grant_is_asked_for_once() throws IOException {
        // Given
        try (ScriptedRegistry issuer =
                ScriptedRegistry.plain().answers(200, "{\"access_token\":\"fresh\",\"expires_in\":3600}")) {
            Map<String, Object> config = oauth(issuer.url());

            // When
            try (SchemaRegistry registry = open(config)) {
                registry.register("s", Schema.create(Schema.Type.STRING));
                registry.register("t", Schema.create(Schema.Type.STRING));
            }

            // Then
            assertThat(server.asked())
                    .extracting(asked -> asked.header("Authorization"))
                    .containsExactly("Bearer fresh", "Bearer fresh");
            assertThat(issuer.asked()).hasSize(1);
            assertThat(issuer.asked().getFirst().body()).isEqualTo("grant_type=client_credentials&scope=registry+read");
            assertThat(issuer.asked().getFirst().header("Authorization")).isEqualTo(ALICE_SECRET);
        }
    }

    @Test
    void an_issuer_that_gives_no_token_is_an_authentication_failure() throws IOException {
        // Given
        try (ScriptedRegistry issuer = ScriptedRegistry.plain().answers(400, "{\"error\":\"invalid_client\"}");
                SchemaRegistry registry = open(oauth(issuer.url()))) {
            // When
            // Then
            assertThatThrownBy(() -> registry.register("s", Schema.create(Schema.Type.STRING)))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining(issuer.url());
        }
    }

    @Test
    void unknown_missing_and_contradicting_sources_are_refused_by_name() {
        assertRefused(Map.of("basic.auth.credentials.source", "FILE"), "FILE");
        assertRefused(Map.of("bearer.auth.credentials.source", "CUSTOM"), "CUSTOM");
        assertRefused(Map.of("basic.auth.credentials.source", "USER_INFO"), "basic.auth.user.info");
        assertRefused(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN"), "bearer.auth.token");
        assertRefused(
                Map.of("basic.auth.credentials.source", "URL", "bearer.auth.credentials.source", "STATIC_TOKEN"),
                "exclude each other");
    }

    private static Map<String, Object> oauth(String issuer) {
        return Map.of(
                "bearer.auth.credentials.source", "OAUTHBEARER",
                "bearer.auth.issuer.endpoint.url", issuer + "/token",
                "bearer.auth.client.id", "alice",
                "bearer.auth.client.secret", "secret",
                "bearer.auth.scope", "registry read");
    }

    private void assertRefused(Map<String, Object> config, String culprit) {
        assertThatThrownBy(() -> open(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(culprit);
    }

    private String authorization(Map<String, Object> config) {
        int before = server.asked().size();
        try (SchemaRegistry registry = open(config)) {
            registry.register("s", Schema.create(Schema.Type.STRING));
        }
        assertThat(server.asked()).hasSizeGreaterThan(before);
        return server.asked().get(before).header("Authorization");
    }

    private SchemaRegistry open(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>();
        all.put("schema.registry.url", server.url());
        all.putAll(config);
        return SchemaRegistries.open(all);
    }
}
