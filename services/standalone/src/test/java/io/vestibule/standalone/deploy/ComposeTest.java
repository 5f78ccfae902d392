package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Manifests.at;
import static io.vestibule.standalone.deploy.Manifests.everywhere;
import static io.vestibule.standalone.deploy.Manifests.in;
import static io.vestibule.standalone.deploy.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.standalone.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The compose file: what refers to something refers to what is there. Merge keys are resolved as Compose does. */
class ComposeTest {

    private static final String TOKENS = "VESTIBULE_CONSOLE_TOKENS=somebody:a-long-random-text";
    private static final String QUERIES = "VESTIBULE_TOPOLOGY_QUERIES_TOKEN=a-long-random-text";
    private static final String ADMIN = "VESTIBULE_ADMIN_TOKEN=a-long-random-text";
    private static final String ADMIN_TOKEN = "VESTIBULE_ADMIN_TOKEN";
    private static final Path FOLDER = DeployFiles.file("deploy/compose");
    private static final Map<String, Object> COMPOSE = map(merged(
            new Load(LoadSettings.builder().build()).loadFromString(DeployFiles.text("deploy/compose/compose.yaml"))));

    @Test
    void every_service_runs_a_command_that_exists_cannot_write_its_image_and_has_a_volume_of_its_own() {
        // When
        List<Map<String, Object>> ours = services().values().stream()
                .map(service -> map(service))
                .filter(service -> ((String) service.get("image")).startsWith("vestibule:"))
                .toList();

        // Then
        assertThat(ours).hasSize(7).allSatisfy(service -> {
            List<?> command = (List<?>) at(service, "command");
            assertThat(Main.commandLine().getSubcommands()).containsKey((String) command.getFirst());
            assertThat(command.subList(1, 3)).isEqualTo(List.of("--config", "/etc/vestibule/vestibule.yaml"));
            assertThat(at(service, "read_only")).isEqualTo(true);
            assertThat(at(service, "cap_drop")).isEqualTo(List.of("ALL"));
        });
        assertThat(ours.stream().map(service -> at(service, "volumes"))).doesNotHaveDuplicates();
    }

    @Test
    void volumes_networks_files_and_dependencies_are_there() {
        assertThat(services()).allSatisfy((name, service) -> {
            for (Object volume :
                    (List<?>) Optional.ofNullable(map(service).get("volumes")).orElse(List.of())) {
                String source = ((String) volume).split(":")[0];
                if (source.startsWith(".")) {
                    assertThat(FOLDER.resolve(source)).exists();
                } else {
                    assertThat(map(COMPOSE, "volumes")).containsKey(source);
                }
            }
            for (Object network : (List<?>) at(service, "networks")) {
                assertThat(map(COMPOSE, "networks")).containsKey((String) network);
            }
            Object needed = Optional.ofNullable(map(service).get("depends_on")).orElse(List.of());
            List<?> names =
                    needed instanceof Map<?, ?> conditions ? new ArrayList<>(conditions.keySet()) : (List<?>) needed;
            assertThat(names).allSatisfy(one -> assertThat(services()).containsKey((String) one));
        });
        assertThat(FOLDER.resolve((String) at(COMPOSE, "configs", "vestibule", "file")))
                .exists();
    }

    @Test
    void the_configuration_names_the_brokers_and_the_registry_of_the_file() {
        // When
        VestibuleConfig config = ConfigLoader.load(Optional.of(FOLDER.resolve("vestibule.yaml")));

        // Then
        assertThat(config.origin().warnings()).isEmpty();
        List<String> brokers = services().keySet().stream()
                .filter(name -> name.startsWith("kafka-"))
                .toList();
        assertThat(config.kafka().clientProperties().get("bootstrap.servers"))
                .isEqualTo(String.join(
                        ",", brokers.stream().map(name -> name + ":9092").toList()));
        assertThat((int) config.kafka().topics().replicationFactor()).isEqualTo(brokers.size());
        assertThat(DeployFiles.text("deploy/compose/vestibule.yaml")).contains("http://registry:8080/apis/ccompat/v7");
        assertThat(services()).containsKey("registry");
    }

    @Test
    void prometheus_scrapes_every_service_and_nginx_knows_every_ingress() {
        // When
        List<String> targets = everywhere(in("deploy/compose/prometheus.yaml").getFirst(), "targets").stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(String::valueOf)
                .toList();

        // Then
        assertThat(targets)
                .containsExactlyInAnyOrderElementsOf(services().keySet().stream()
                        .filter(name -> name.matches("(ingress|topology|worker)-\\d|console"))
                        .map(name -> name + ":8009")
                        .toList());
        assertThat(DeployFiles.text("deploy/compose/nginx.conf"))
                .contains("server ingress-1:8008;", "server ingress-2:8008;");
    }

    @Test
    void the_console_has_tokens_and_asks_the_services_of_the_file() {
        // When
        VestibuleConfig console =
                ConfigLoader.load(Optional.of(FOLDER.resolve("vestibule.yaml")), environment("console"), Map.of());

        // Then
        assertThat(console.console().access().isRequired()).isTrue();
        assertThat(console.console().topology()).allSatisfy(asked -> {
            VestibuleConfig theirs = ConfigLoader.load(
                    Optional.of(FOLDER.resolve("vestibule.yaml")), environment(asked.host()), Map.of());
            assertThat(theirs.topology().queries().listen().port()).isEqualTo(asked.port());
            assertThat(theirs.topology().queries().advertised()).contains(asked);
        });
        assertThat(console.admin().token()).isPresent();
        assertThat(console.console().workers())
                .allSatisfy(asked -> assertThat(at(services(), asked.host(), "environment", ADMIN_TOKEN))
                        .isEqualTo(at(services(), "console", "environment", ADMIN_TOKEN)))
                .extracting(HostPort::port)
                .containsOnly(console.admin().listen().port());
    }

    @Test
    void compose_finds_nothing_that_it_does_not_know(@TempDir Path folder) throws Exception {
        // Given
        String compose = Installed.orSkip("docker-compose").toString();
        // Debian's is older than the key that names the project.
        String text = DeployFiles.text("deploy/compose/compose.yaml").replaceFirst("(?m)^name: .*$", "");
        Path right = Files.writeString(folder.resolve("right.yaml"), text);
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), text.replace("cap_drop:", "cap_drip:"));

        // When
        Installed.Ended good =
                Installed.run(folder, "env", TOKENS, QUERIES, ADMIN, compose, "-f", right.toString(), "config");
        Installed.Ended bad =
                Installed.run(folder, "env", TOKENS, QUERIES, ADMIN, compose, "-f", wrong.toString(), "config");

        // Then
        assertThat(good.code()).as(good.said()).isZero();
        assertThat(bad.code()).as(bad.said()).isNotZero();
        assertThat(bad.said()).contains("cap_drip");
    }

    /** What a service's process finds, secrets made up. */
    private static Map<String, String> environment(String service) {
        return map(services(), service, "environment").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().toString().startsWith("${")
                                ? "somebody:a-long-random-text"
                                : entry.getValue().toString()));
    }

    private static Map<String, Object> services() {
        return map(COMPOSE, "services");
    }

    /** YAML 1.2 has no merge keys, Compose has. */
    private static Object merged(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(ComposeTest::merged).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<Object, Object> all = new java.util.LinkedHashMap<>();
        if (map.get("<<") instanceof Map<?, ?> inherited) {
            all.putAll((Map<?, ?>) merged(inherited));
        }
        map.forEach((key, value) -> {
            if (!"<<".equals(key)) {
                all.put(key, merged(value));
            }
        });
        return all;
    }
}
