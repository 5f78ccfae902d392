package io.vestibule.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

    @TempDir
    static Path directory;

    private static TestCertificate right;
    private static TestCertificate wrong;

    @BeforeAll
    static void makeCertificates() throws Exception {
        right = TestCertificate.forNames(directory, "ip:127.0.0.1");
        wrong = TestCertificate.forNames(directory, "dns:wrong.example");
    }

    @Test
    void a_trust_store_behind_the_registrys_prefix_is_used() throws Exception {
        assertThat(registers(right, store(right))).isTrue();
    }

    @Test
    void trust_given_as_pem_is_used() throws Exception {
        assertThat(registers(
                        right,
                        Map.of(
                                "schema.registry.ssl.truststore.type",
                                "PEM",
                                "schema.registry.ssl.truststore.certificates",
                                right.pem())))
                .isTrue();
    }

    @Test
    void the_brokers_own_tls_keys_mean_nothing_here() {
        assertThatThrownBy(() -> registers(
                        right,
                        Map.of(
                                "ssl.truststore.location",
                                right.trustStore().toString(),
                                "ssl.truststore.password",
                                TestCertificate.PASSWORD,
                                "ssl.truststore.type",
                                "PKCS12")))
                .isInstanceOf(DisconnectException.class);
    }

    @Test
    void a_certificate_for_another_host_is_refused_without_being_asked() {
        assertThatThrownBy(() -> registers(wrong, store(wrong)))
                .isInstanceOf(DisconnectException.class)
                .hasMessageContaining("SSLHandshakeException");
    }

    @Test
    void the_host_check_can_be_switched_off_by_name_and_the_issuer_still_counts() throws Exception {
        // Given
        Map<String, Object> unchecked = new HashMap<>(store(wrong));
        unchecked.put("schema.registry.ssl.endpoint.identification.algorithm", "none");

        // When
        boolean registered = registers(wrong, unchecked);

        // Then
        assertThat(registered).isTrue();
        assertThatThrownBy(() -> registers(right, unchecked)).isInstanceOf(DisconnectException.class);
    }

    @Test
    void a_store_that_cannot_be_read_is_refused_by_its_keys() {
        assertThatThrownBy(() -> registers(right, Map.of("schema.registry.ssl.truststore.location", "/no/such/file")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl.")
                .hasMessageContaining("/no/such/file");
        assertThatThrownBy(() ->
                        registers(right, Map.of("schema.registry.ssl.endpoint.identification.algorithm", "maybe")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("maybe");
    }

    private static Map<String, Object> store(TestCertificate certificate) {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                certificate.trustStore().toString(),
                "schema.registry.ssl.truststore.password",
                TestCertificate.PASSWORD,
                "schema.registry.ssl.truststore.type",
                "PKCS12");
    }

    private static boolean registers(TestCertificate certificate, Map<String, Object> tls) throws Exception {
        try (ScriptedRegistry server =
                ScriptedRegistry.tls(certificate.server()).answers(200, "{\"id\":7}")) {
            Map<String, Object> config = new HashMap<>(tls);
            config.put("schema.registry.url", server.url());
            config.put("max.retries", "0");
            try (SchemaRegistry registry = SchemaRegistries.open(config)) {
                return registry.register("s", Schema.create(Schema.Type.STRING)) == 7;
            }
        }
    }
}
