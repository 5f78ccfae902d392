package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One panel of a dashboard: a graph over time, or one figure. Immutable. */
record Panel(String title, String help, String unit, boolean figure, List<Query> queries) {

    /** A query, and how its lines are called: Grafana's {@code {{label}}} or a word. */
    record Query(String expression, String legend) {}

    static Panel graph(String title, String unit, String help) {
        return new Panel(title, help, unit, false, List.of());
    }

    static Panel figure(String title, String unit, String help, String expression) {
        return new Panel(title, help, unit, true, List.of(new Query(expression, title)));
    }

    Panel line(String expression, String legend) {
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(expression, legend));
        return new Panel(title, help, unit, figure, List.copyOf(more));
    }

    /** The 50th and the 99th percentile of a histogram. */
    Panel percentiles(String histogram, String by) {
        String labels = by.isEmpty() ? "le" : by + ", le";
        String legend = by.isEmpty() ? "" : " {{" + by + "}}";
        String rate = "sum by (" + labels + ") (rate(" + histogram + "[$__rate_interval]))";
        return line("histogram_quantile(0.5, " + rate + ")", "p50" + legend)
                .line("histogram_quantile(0.99, " + rate + ")", "p99" + legend);
    }

    JsonObject json(int id, JsonObject position) {
        JsonObject source = new JsonObject().put("type", "prometheus").put("uid", "${datasource}");
        JsonArray targets = new JsonArray();
        for (Query query : queries) {
            targets.add(new JsonObject()
                    .put("refId", String.valueOf((char) ('A' + targets.size())))
                    .put("datasource", source.copy())
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend())
                    .put("instant", figure));
        }
        return new JsonObject()
                .put("id", id)
                .put("type", figure ? "stat" : "timeseries")
                .put("title", title)
                .put("description", help)
                .put("datasource", source)
                .put("gridPos", position)
                .put("fieldConfig", fields())
                .put("options", options())
                .put("targets", targets);
    }

    private JsonObject fields() {
        JsonObject defaults = new JsonObject().put("unit", unit);
        if (!figure) {
            defaults.put("min", 0)
                    .put("custom", new JsonObject().put("fillOpacity", 10).put("showPoints", "never"));
        }
        return new JsonObject().put("defaults", defaults).put("overrides", new JsonArray());
    }

    private JsonObject options() {
        if (figure) {
            return new JsonObject()
                    .put("reduceOptions", new JsonObject().put("calcs", new JsonArray().add("lastNotNull")))
                    .put("colorMode", "none");
        }
        return new JsonObject()
                .put("legend", new JsonObject().put("displayMode", "list").put("placement", "bottom"))
                .put("tooltip", new JsonObject().put("mode", "multi").put("sort", "desc"));
    }
}
