package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts: each has a runbook and a unit test, and names nothing that is not in the catalogue. */
class AlertRulesTest {

    private static final String RULES = "deploy/prometheus/rules/vestibule.yaml";
    private static final String TESTS = "deploy/prometheus/tests/vestibule.yaml";

    @Test
    void every_alert_has_its_runbook_and_every_runbook_its_alert() {
        // When
        List<String> runbooks = DeployFiles.in("docs/runbooks", ".md").stream()
                .map(file -> file.getFileName().toString().replace(".md", ""))
                .filter(name -> !name.equals("README"))
                .toList();

        // Then
        assertThat(runbooks)
                .containsExactlyInAnyOrderElementsOf(alerts().stream()
                        .map(alert -> (String) alert.get("alert"))
                        .toList());
        assertThat(alerts()).allSatisfy(alert -> {
            String name = (String) alert.get("alert");
            assertThat(Manifests.map(alert, "annotations")).containsEntry("runbook", "docs/runbooks/" + name + ".md");
            assertThat(Manifests.map(alert, "labels").get("severity")).isIn("page", "ticket");
            assertThat(DeployFiles.text("docs/runbooks/README.md"))
                    .contains("[" + name + "](" + name + ".md) | "
                            + Manifests.map(alert, "labels").get("severity"));
        });
    }

    @Test
    void every_alert_is_tried_when_it_is_to_fire_and_when_it_is_not() {
        // When
        TreeSet<String> fires = new TreeSet<>();
        TreeSet<String> silent = new TreeSet<>();
        for (Map<String, Object> test : Manifests.maps(Manifests.in(TESTS).getFirst(), "tests")) {
            for (Map<String, Object> alert : Manifests.maps(test, "alert_rule_test")) {
                boolean nothing = ((List<?>) alert.get("exp_alerts")).isEmpty();
                (nothing ? silent : fires).add((String) alert.get("alertname"));
            }
        }

        // Then
        List<String> names =
                alerts().stream().map(alert -> (String) alert.get("alert")).toList();
        assertThat(fires).containsExactlyInAnyOrderElementsOf(names);
        assertThat(silent).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void every_metric_of_a_rule_is_in_the_catalogue() {
        // When
        List<String> expressions =
                rules().map(rule -> (String) rule.get("expr")).toList();

        // Then
        assertThat(expressions)
                .allSatisfy(expression -> assertThat(Catalogue.unknownIn(expression))
                        .as(expression)
                        .isEmpty());
    }

    @Test
    void promtool_finds_the_rules_and_their_unit_tests_right() throws Exception {
        // Given
        String promtool = Installed.orSkip("promtool").toString();
        Path folder = DeployFiles.file("deploy/prometheus");

        // When
        Installed.Ended config = Installed.run(folder, promtool, "check", "config", "prometheus.yaml");
        Installed.Ended tests = Installed.run(folder, promtool, "test", "rules", "tests/vestibule.yaml");

        // Then
        assertThat(config.code()).as(config.said()).isZero();
        assertThat(tests.code()).as(tests.said()).isZero();
    }

    private static List<Map<String, Object>> alerts() {
        return rules().filter(rule -> rule.containsKey("alert")).toList();
    }

    private static Stream<Map<String, Object>> rules() {
        return Manifests.maps(Manifests.in(RULES).getFirst(), "groups").stream()
                .flatMap(group -> Manifests.maps(group, "rules").stream());
    }
}
