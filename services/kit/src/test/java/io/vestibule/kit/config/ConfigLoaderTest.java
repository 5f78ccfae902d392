package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.catalog.TopicLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    private static final String DOCUMENTED = """
            server-name: localhost:28448
            signing-key-file: signing.key            # a comment
            data-dir: ./data
            kafka: {bootstrap-servers: embedded, embedded: {listen: 127.0.0.1:19092}}
            schema-registry: {url: embedded}
            ingress:
              listen: 127.0.0.1:18008
              tls: {cert-file: server.crt, key-file: server.key}
              serve-keys: false
            federation: {extra-ca-file: ca.crt, allowed-addresses: [127.0.0.0/8, "::1/128"], key-fetch-timeout: 3s}
            """;

    @TempDir
    Path folder;

    @Test
    void the_documented_file_is_read_and_its_paths_start_at_its_folder() throws IOException {
        // Given
        Path file = write(DOCUMENTED);
        // When
        VestibuleConfig config = ConfigLoader.load(Optional.of(file), Map.of(), Map.of());
        // Then
        assertThat(config.server().name()).isEqualTo(ServerName.of("localhost:28448"));
        assertThat(config.server().signingKeyFile()).isEqualTo(folder.resolve("signing.key"));
        assertThat(config.server().generateKey()).isFalse();
        assertThat(config.dataDir()).isEqualTo(folder.resolve("data"));
        assertThat(config.kafka().bootstrap()).isEqualTo("127.0.0.1:19092");
        assertThat(config.ingress().listen()).isEqualTo(new HostPort("127.0.0.1", 18008));
        assertThat(config.ingress().tls())
                .contains(new TlsFiles(folder.resolve("server.crt"), folder.resolve("server.key")));
        assertThat(config.ingress().serveKeys()).isFalse();
        assertThat(config.federation().extraCaFile()).contains(folder.resolve("ca.crt"));
        assertThat(config.federation().addresses().allowed())
                .containsExactly(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128"));
        assertThat(config.federation().keyFetchTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void the_environment_wins_over_the_file_and_an_override_over_both() throws IOException {
        // Given
        Path file = write("server-name: file.example\ningress: {listen: 127.0.0.1:1}\nadmin: {listen: 127.0.0.1:2}");
        Map<String, String> environment =
                Map.of("VESTIBULE_SERVER_NAME", "env.example", "VESTIBULE_INGRESS_LISTEN", "[::1]:3", "PATH", "/bin");
        // When
        VestibuleConfig config =
                ConfigLoader.load(Optional.of(file), environment, Map.of("server-name", "override.example"));
        // Then
        assertThat(config.server().name()).isEqualTo(ServerName.of("override.example"));
        assertThat(config.ingress().listen()).isEqualTo(new HostPort("::1", 3));
        assertThat(config.admin().listen().port()).isEqualTo(2);
    }

    @Test
    void every_value_knows_where_it_was_set() throws IOException {
        // Given
        Path file = write("server-name: a.example\n\nkafka:\n  sasl.jaas.config: hunter2\n");
        // When
        VestibuleConfig config = ConfigLoader.load(Optional.of(file), Map.of("VESTIBULE_LOG_LEVEL", "debug"), Map.of());
        // Then
        assertThat(config.origin().entries())
                .contains(
                        new ConfigEntry("server-name", "a.example", new Source.FileLine(file.toString(), 1)),
                        new ConfigEntry("kafka.sasl.jaas.config", "***", new Source.FileLine(file.toString(), 4)),
                        new ConfigEntry("log.level", "debug", new Source.Environment("VESTIBULE_LOG_LEVEL")),
                        new ConfigEntry("log.format", "text", new Source.Default()));
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void raw_client_keys_are_passed_through_from_file_and_environment() throws IOException {
        // Given
        Path file = write("""
                kafka: {bootstrap-servers: "k1:9092,k2:9092", topics: {prefix: prod.}, security.protocol: SASL_SSL, ssl: {endpoint: x}}
                schema-registry: {url: "https://registry.example", basic.auth.user.info: "u:p"}
                """);
        // When
        VestibuleConfig config = ConfigLoader.load(
                Optional.of(file), Map.of("VESTIBULE_KAFKA_SSL_TRUSTSTORE_LOCATION", "/t.p12"), Map.of());
        // Then
        assertThat(config.kafka().clientProperties())
                .isEqualTo(Map.<String, Object>of(
                        "bootstrap.servers", "k1:9092,k2:9092",
                        "security.protocol", "SASL_SSL",
                        "ssl.endpoint", "x",
                        "ssl.truststore.location", "/t.p12"));
        assertThat(config.kafka().topics()).isEqualTo(TopicLayout.cluster("prod."));
        assertThat(config.schemaRegistry().serdeProperties())
                .containsEntry("schema.registry.url", "https://registry.example")
                .containsEntry("basic.auth.user.info", "u:p");
        assertThat(config.schemaRegistry().toString()).doesNotContain("u:p");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    sever-name: a                         | unknown key sever-name | did you mean server-name?
                    ingress: {lisen: 'a:1'}               | unknown key ingress.lisen | did you mean ingress.listen?
                    serve-keys: true                      | unknown key serve-keys | did you mean ingress.serve-keys?
                    ingress: 5                            | unknown key ingress | it is a section
                    kafka: {bootstrap-server: 'a:1'}      | unknown key kafka.bootstrap-server | did you mean kafka.bootstrap-servers?
                    kafka: {bootstrap.servers: 'a:1'}     | unknown key kafka.bootstrap.servers | did you mean kafka.bootstrap-servers?
                    kafka: {embedded: {port: 1}}          | unknown key kafka.embedded.port | .yaml:1
                    server-name: "a b"                    | server-name: "a b" | .yaml:1
                    ingress: {listen: 8008}               | ingress.listen: "8008" | expected host:port
                    ingress: {listen: '::1:80'}           | ingress.listen | needs brackets
                    ingress: {listen: 'a:70000'}          | ingress.listen | 0 to 65535
                    ingress: {serve-keys: yes}            | ingress.serve-keys: "yes" | true or false
                    ingress: {max-in-flight: 0}           | ingress.max-in-flight: 0 | between 1 and
                    ingress: {max-request-size: 1KiB}     | ingress.max-request-size: 1024 | between 65536 and
                    ingress: {max-request-size: 5KB}      | ingress.max-request-size: "5KB" | 512KiB
                    ingress: {tls: {cert-file: a}}        | ingress.tls.key-file is missing | certificate
                    ingress: {state-check: {from-v12: x}} | ingress.state-check.from-v12: "x" | off, warn, create, full
                    federation: {key-fetch-timeout: 10}   | federation.key-fetch-timeout: "10" | such as 250ms, 10s
                    federation: {key-fetch-timeout: 0s}   | federation.key-fetch-timeout: PT0S | longer than zero
                    federation: {allowed-addresses: [h]}  | federation.allowed-addresses: "[h]" | h
                    federation: {allowed-addresses: ["::1/129"]} | federation.allowed-addresses | 0 to 128
                    federation: {blocked-addresses: [10.0.0.1/8]} | federation.blocked-addresses | 10.0.0.0/8
                    federation: {nat64-prefixes: ["2001:db8::/33"]} | federation.nat64-prefixes | 32, 40, 48, 56, 64 or 96
                    federation: {nat64-prefixes: [10.0.0.0/8]} | federation.nat64-prefixes | IPv6
                    kafka: {bootstrap-servers: [embedded, 'a:1']} | kafka.bootstrap-servers | alone
                    kafka: {topics: {partitions: 0}}      | kafka.topics.partitions: 0 | between 1 and
                    kafka: {topics: {prefix: a b}}        | kafka.topics | prefix
                    schema-registry: {url: ftp}           | schema-registry.url: "ftp" | http(s)
                    room-versions: []                     | room-versions | at least one
                    server-name: [a, b]                   | server-name: "[a, b]" | is a list
                    {server-name: a, server-name: b}      | server-name | twice
                    'server-name: {'                      | is not valid YAML | .yaml
                    - a                                   | expected keys and values | top level
                    """)
    void a_bad_value_is_refused_with_its_key_and_value(String yaml, String names, String says) throws IOException {
        // Given
        Path file = write(yaml.startsWith("'") ? yaml.substring(1, yaml.length() - 1) : yaml);
        // When
        // Then
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(names)
                .hasMessageContaining(says);
    }

    @Test
    void an_unknown_variable_is_reported_but_what_kubernetes_sets_is_not() {
        // Given
        Map<String, String> environment = Map.of(
                "VESTIBULE_INGRES_LISTEN", "a:1",
                "VESTIBULE_INGRESS_SERVICE_HOST", "10.0.0.1",
                "VESTIBULE_INGRESS_PORT_8008_TCP_ADDR", "10.0.0.1",
                "VESTIBULE_KAFKA_PORT", "tcp://10.0.0.1:9092");
        // When
        VestibuleConfig config = ConfigLoader.load(Optional.empty(), environment, Map.of());
        // Then
        assertThat(config.origin().warnings())
                .isEqualTo(List.of("the environment variable VESTIBULE_INGRES_LISTEN names no key;"
                        + " did you mean VESTIBULE_INGRESS_LISTEN?"));
        assertThat(config.kafka().clientKeys().values()).isEmpty();
    }

    @Test
    void an_empty_section_and_an_empty_file_set_nothing() throws IOException {
        // Given
        Path empty = write("");
        Path emptySection = Files.writeString(folder.resolve("b.yaml"), "ingress:\n  tls:\n");
        // When
        VestibuleConfig first = ConfigLoader.load(Optional.of(empty), Map.of(), Map.of());
        VestibuleConfig second = ConfigLoader.load(Optional.of(emptySection), Map.of(), Map.of());
        // Then
        assertThat(first.ingress()).isEqualTo(second.ingress());
    }

    @Test
    void a_missing_file_is_named() {
        // Given
        Path missing = folder.resolve("missing.yaml");
        // When
        // Then
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(missing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(missing.toString());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("vestibule.yaml"), yaml);
    }
}
