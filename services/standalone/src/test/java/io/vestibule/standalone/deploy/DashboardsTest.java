package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grafana's dashboards are made from the code; their queries are tried on a real Prometheus by {@code MonitoringIT}. */
class DashboardsTest {

    private static final String FOLDER = "deploy/grafana/dashboards";

    static List<Dashboard> dashboards() {
        return Dashboards.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_dashboard_is_what_the_code_says(Dashboard dashboard) {
        DeployFiles.assertMade(FOLDER + "/" + dashboard.uid() + ".json", dashboard.json());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_query_asks_for_metrics_of_the_catalogue(Dashboard dashboard) {
        assertThat(ShippedQuery.in(new JsonObject(dashboard.json())))
                .isNotEmpty()
                .allSatisfy(query -> assertThat(Catalogue.unknownIn(query.expression()))
                        .as(query.toString())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_have_ids_of_their_own_and_do_not_overlap(Dashboard dashboard) {
        // When
        List<JsonObject> panels = new JsonObject(dashboard.json())
                .getJsonArray("panels").stream()
                        .map(panel -> (JsonObject) panel)
                        .toList();

        // Then
        assertThat(panels.stream().map(panel -> panel.getInteger("id"))).doesNotHaveDuplicates();
        HashSet<List<Integer>> taken = new HashSet<>();
        for (JsonObject panel : panels) {
            JsonObject at = panel.getJsonObject("gridPos");
            for (int x = at.getInteger("x"); x < at.getInteger("x") + at.getInteger("w"); x++) {
                for (int y = at.getInteger("y"); y < at.getInteger("y") + at.getInteger("h"); y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as(panel.getString("title"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void no_other_dashboard_is_shipped_and_every_topic_has_its_row() {
        // When
        List<String> files = DeployFiles.in(FOLDER, ".json").stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .toList();

        // Then
        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(Dashboards.all().stream()
                        .map(one -> one.uid() + ".json")
                        .toList());
        assertThat(Dashboards.all().get(1).rows().stream().map(Dashboard.Row::title))
                .containsExactlyElementsOf(
                        Topics.all().stream().map(Topic::name).toList());
    }

    @Test
    void the_provisioning_finds_the_dashboards_and_prometheus() {
        // When
        Map<String, Object> provider = Manifests.maps(
                        Manifests.in("deploy/grafana/provisioning/dashboards/vestibule.yaml")
                                .getFirst(),
                        "providers")
                .getFirst();
        Map<String, Object> source = Manifests.maps(
                        Manifests.in("deploy/grafana/provisioning/datasources/prometheus.yaml")
                                .getFirst(),
                        "datasources")
                .getFirst();

        // Then
        assertThat(Manifests.map(provider, "options")).containsEntry("path", "/etc/grafana/dashboards");
        assertThat(source).containsEntry("type", "prometheus").containsEntry("isDefault", true);
        assertThat(DeployFiles.text("deploy/compose/compose.yaml"))
                .contains("../grafana/dashboards:/etc/grafana/dashboards:ro")
                .contains("../grafana/provisioning:/etc/grafana/provisioning:ro");
    }
}
