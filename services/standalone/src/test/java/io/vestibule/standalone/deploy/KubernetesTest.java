package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Manifests.at;
import static io.vestibule.standalone.deploy.Manifests.everywhere;
import static io.vestibule.standalone.deploy.Manifests.in;
import static io.vestibule.standalone.deploy.Manifests.map;
import static io.vestibule.standalone.deploy.Manifests.maps;
import static io.vestibule.standalone.deploy.Manifests.ofKind;
import static io.vestibule.standalone.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Probe;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.standalone.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kubernetes manifests: what refers to something refers to what is there, and no pod may more than it needs. */
class KubernetesTest {

    private static final String BASE = "deploy/kubernetes/base/";

    /** Who may use the console, and who may ask the topology. */
    private static final String ACCESS = "vestibule-console-access";

    private static final List<Map<String, Object>> DOCUMENTS = Stream.of(
                    "ingress.yaml", "topology.yaml", "worker.yaml", "console.yaml")
            .flatMap(file -> in(BASE + file).stream())
            .toList();

    static Stream<Map<String, Object>> workloads() {
        return ofKind(DOCUMENTS, "Deployment", "StatefulSet");
    }

    static Stream<Path> kustomizations() {
        return Stream.of("base", "strimzi", "components/keda", "components/monitoring", "example")
                .map(folder -> DeployFiles.file("deploy/kubernetes/" + folder));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void a_pod_is_not_root_and_cannot_write_its_image(Map<String, Object> workload) {
        // When
        Map<String, Object> pod = map(workload, "spec", "template", "spec");

        // Then
        assertThat(map(pod, "securityContext")).containsEntry("runAsNonRoot", true);
        assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
        assertThat(maps(pod, "containers"))
                .hasSize(1)
                .allSatisfy(container -> assertThat(map(container, "securityContext"))
                        .containsEntry("readOnlyRootFilesystem", true)
                        .containsEntry("allowPrivilegeEscalation", false)
                        .containsEntry("capabilities", Map.of("drop", List.of("ALL"))));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void a_pod_runs_a_command_that_exists_with_the_probes_that_are_answered(Map<String, Object> workload) {
        // When
        Map<String, Object> container =
                maps(workload, "spec", "template", "spec", "containers").getFirst();

        // Then
        List<?> args = (List<?>) at(container, "args");
        assertThat(Main.commandLine().getSubcommands()).containsKey((String) args.getFirst());
        assertThat(args).isEqualTo(List.of(text(container, "name"), "--config", "/etc/vestibule/vestibule.yaml"));
        assertThat(text(container, "startupProbe", "httpGet", "path")).isEqualTo(path(Probe.STARTUP));
        assertThat(text(container, "livenessProbe", "httpGet", "path")).isEqualTo(path(Probe.LIVE));
        assertThat(text(container, "readinessProbe", "httpGet", "path")).isEqualTo(path(Probe.READY));
        VestibuleConfig config = config();
        List<String> ports = ports(workload);
        assertThat(ports).contains("admin " + config.admin().listen().port());
        if (text(container, "name").equals("ingress")) {
            assertThat(ports).contains("http " + config.ingress().listen().port());
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void a_pod_mounts_volumes_that_it_has_and_is_selected_by_what_selects_it(Map<String, Object> workload) {
        // Given
        Map<String, Object> pod = map(workload, "spec", "template", "spec");
        List<String> volumes = new ArrayList<>(maps(pod, "volumes").stream()
                .map(volume -> text(volume, "name"))
                .toList());
        if (text(workload, "kind").equals("StatefulSet")) {
            maps(workload, "spec", "volumeClaimTemplates")
                    .forEach(claim -> volumes.add(text(claim, "metadata", "name")));
        }

        // When
        List<String> mounted = maps(pod, "containers").stream()
                .flatMap(container -> maps(container, "volumeMounts").stream())
                .map(mount -> text(mount, "name"))
                .toList();

        // Then
        assertThat(mounted).containsExactlyInAnyOrderElementsOf(volumes);
        Map<String, Object> labels = map(workload, "spec", "template", "metadata", "labels");
        assertThat(map(workload, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(ofKind(DOCUMENTS, "PodDisruptionBudget")
                        .map(budget -> map(budget, "spec", "selector", "matchLabels")))
                .contains(labels);
        assertThat(ofKind(DOCUMENTS, "Service").map(service -> map(service, "spec", "selector")))
                .contains(labels);
        assertThat(maps(pod, "topologySpreadConstraints").getFirst().get("labelSelector"))
                .isEqualTo(Map.of("matchLabels", labels));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void a_pod_uses_the_secret_of_its_own_kafka_user(Map<String, Object> workload) {
        // When
        String user = text(workload, "metadata", "name");

        // Then
        assertThat(Arrays.stream(KafkaUser.values()).map(KafkaUser::principal)).contains(user);
        assertThat(everywhere(workload, "secretName"))
                .contains("vestibule-cluster-ca-cert", user)
                .isSubsetOf("vestibule-signing-key", "vestibule-cluster-ca-cert", user);
        assertThat(everywhere(workload, "secretKeyRef"))
                .startsWith(Map.of("name", user, "key", "user.password"))
                .doesNotHaveDuplicates()
                .isSubsetOf(
                        Map.of("name", user, "key", "user.password"),
                        Map.of("name", ACCESS, "key", "tokens"),
                        Map.of("name", ACCESS, "key", "queries-token"),
                        Map.of("name", ACCESS, "key", "admin-token"));
    }

    @Test
    void the_console_starts_with_its_environment_holds_no_signing_key_and_asks_what_is_there() {
        // Given
        Map<String, Object> console = workloads()
                .filter(workload -> text(workload, "metadata", "name").equals("vestibule-console"))
                .findFirst()
                .orElseThrow();

        // When
        VestibuleConfig config = ConfigLoader.load(
                Optional.of(DeployFiles.file(BASE + "vestibule.yaml")), environment(console), Map.of());

        // Then
        assertThat(everywhere(console, "secretName")).doesNotContain("vestibule-signing-key");
        assertThat(config.server().generateKey()).isTrue();
        assertThat(config.console().access().isRequired()).isTrue();
        assertThat(ports(console))
                .contains("http " + config.console().listen().orElseThrow().port());
        HostPort asked = config.console().topology().getFirst();
        Map<String, Object> topology = workloads()
                .filter(workload ->
                        text(workload, "spec", "template", "metadata", "labels").contains("=topology"))
                .findFirst()
                .orElseThrow();
        assertThat(text(topology, "metadata", "name")).isEqualTo(asked.host());
        VestibuleConfig theirs = ConfigLoader.load(
                Optional.of(DeployFiles.file(BASE + "vestibule.yaml")), environment(topology), Map.of());
        assertThat(theirs.topology().queries().listen().port()).isEqualTo(asked.port());
        assertThat(ports(topology)).contains("queries " + asked.port());
        assertThat(config.console().workers())
                .extracting(HostPort::port)
                .containsOnly(theirs.admin().listen().port());
        assertThat(config.admin().token()).isPresent();
        assertThat(workloads()
                        .filter(workload -> everywhere(workload, "secretKeyRef")
                                .contains(Map.of("name", ACCESS, "key", "admin-token")))
                        .map(workload -> text(workload, "metadata", "name")))
                .containsExactlyInAnyOrder("vestibule-console", "vestibule-worker");
    }

    /** What the pod's process finds, secrets made up. */
    private static Map<String, String> environment(Map<String, Object> workload) {
        return maps(workload, "spec", "template", "spec", "containers").stream()
                .flatMap(container -> maps(container, "env").stream())
                .collect(Collectors.toMap(
                        variable -> text(variable, "name"),
                        variable -> variable.containsKey("value")
                                ? text(variable, "value").replace("$(POD_NAME)", "pod-0")
                                : "somebody:a-long-random-text"));
    }

    private static List<String> ports(Map<String, Object> workload) {
        return maps(workload, "spec", "template", "spec", "containers").stream()
                .flatMap(container -> maps(container, "ports").stream())
                .map(port -> text(port, "name") + " " + text(port, "containerPort"))
                .toList();
    }

    @Test
    void the_configuration_is_one_that_a_service_starts_with() {
        // When
        VestibuleConfig config = config();

        // Then
        assertThat(config.origin().warnings()).isEmpty();
        assertThat(config.kafka().isEmbedded()).isFalse();
        assertThat(config.kafka().topics().partitions())
                .isEqualTo(at(in("deploy/kubernetes/strimzi/topics.yaml").getFirst(), "spec", "partitions"));
        assertThat(config.dataDir()).hasToString("/var/lib/vestibule");
    }

    @Test
    void what_is_scaled_is_there_and_follows_topics_and_groups_that_are_there() {
        // When
        List<Map<String, Object>> scaled = ofKind(
                        in("deploy/kubernetes/components/keda/scaledobjects.yaml"), "ScaledObject")
                .toList();

        // Then
        assertThat(scaled).hasSize(2);
        assertThat(workloads().map(workload -> text(workload, "metadata", "name")))
                .containsAll(scaled.stream()
                        .map(one -> text(one, "spec", "scaleTargetRef", "name"))
                        .toList());
        VestibuleConfig config = config();
        assertThat(scaled.stream().flatMap(one -> maps(one, "spec", "triggers").stream()))
                .allSatisfy(trigger -> {
                    assertThat(Topics.all().stream().map(Topic::name)).contains(text(trigger, "metadata", "topic"));
                    assertThat(text(trigger, "metadata", "consumerGroup"))
                            .isIn(
                                    config.topology().applicationId(),
                                    config.worker().group().id());
                });
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void a_kustomization_lists_files_that_are_there_and_all_of_them(Path folder) {
        // When
        Map<String, Object> kustomization = in(DeployFiles.file("").relativize(folder) + "/kustomization.yaml")
                .getFirst();
        List<String> listed = Stream.of("resources", "components")
                .flatMap(key -> Optional.ofNullable((List<?>) kustomization.get(key)).orElse(List.of()).stream())
                .map(String::valueOf)
                .toList();

        // Then
        assertThat(listed).allSatisfy(entry -> assertThat(folder.resolve(entry)).exists());
        List<String> files = DeployFiles.in(
                        DeployFiles.file("").relativize(folder).toString(), ".yaml")
                .stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("kustomization.yaml") && !name.equals("vestibule.yaml"))
                .toList();
        assertThat(listed).containsAll(files);
    }

    @Test
    void kubectl_renders_the_example() throws Exception {
        // Given
        String kubectl = Installed.orSkip("kubectl").toString();

        // When
        Installed.Ended rendered =
                Installed.run(DeployFiles.file("deploy/kubernetes"), kubectl, "kustomize", "example");

        // Then
        assertThat(rendered.code()).as(rendered.said()).isZero();
        List<Map<String, Object>> documents = DeployFiles.yaml(rendered.said()).stream()
                .map(document -> map(document))
                .toList();
        assertThat(ofKind(documents, "KafkaTopic")).hasSameSizeAs(Topics.all());
        assertThat(ofKind(documents, "KafkaUser")).hasSameSizeAs(KafkaUser.values());
        assertThat(ofKind(documents, "Deployment", "StatefulSet", "PodDisruptionBudget"))
                .hasSize(8);
        assertThat(documents)
                .allSatisfy(document ->
                        assertThat(text(document, "metadata", "namespace")).isEqualTo("matrix"));
    }

    private static String path(Probe probe) {
        return "/health/" + probe.label();
    }

    private static VestibuleConfig config() {
        return ConfigLoader.load(Optional.of(DeployFiles.file(BASE + "vestibule.yaml")));
    }
}
