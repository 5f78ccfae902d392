package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query of a dashboard as it is shipped.
 *
 * @param dashboard its dashboard's title
 * @param panel its panel's title
 * @param expression PromQL with Grafana's variables
 */
public record ShippedQuery(String dashboard, String panel, String expression) {

    /** @return every query of every dashboard that is shipped */
    public static List<ShippedQuery> all() {
        return DeployFiles.in("deploy/grafana/dashboards", ".json").stream()
                .flatMap(file ->
                        in(new JsonObject(DeployFiles.text("deploy/grafana/dashboards/" + file.getFileName())))
                                .stream())
                .toList();
    }

    static List<ShippedQuery> in(JsonObject dashboard) {
        return objects(dashboard.getJsonArray("panels"))
                .flatMap(panel -> objects(panel.getJsonArray("targets", new JsonArray()))
                        .map(target -> new ShippedQuery(
                                dashboard.getString("title"), panel.getString("title"), target.getString("expr"))))
                .toList();
    }

    /** @return the query with a window in place of Grafana's variable */
    public String over(String window) {
        return expression.replace("$__rate_interval", window);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(element -> (JsonObject) element);
    }
}
