package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A dashboard: rows of panels. Immutable. */
record Dashboard(String uid, String title, String help, List<Row> rows) {

    private static final int WIDTH = 24;
    private static final int GRAPH_HEIGHT = 8;
    private static final int FIGURE_HEIGHT = 4;

    /** Panels side by side under a heading. */
    record Row(String title, List<Panel> panels) {

        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    static Dashboard of(String uid, String title, String help, List<Row> rows) {
        return new Dashboard(uid, title, help, List.copyOf(rows));
    }

    /** As Grafana's provisioning takes it. */
    String json() {
        return new JsonObject()
                        .put("uid", uid)
                        .put("title", title)
                        .put("description", help)
                        .put("tags", new JsonArray().add("vestibule"))
                        .put("schemaVersion", 39)
                        .put("editable", false)
                        .put("refresh", "10s")
                        .put("time", new JsonObject().put("from", "now-1h").put("to", "now"))
                        .put("templating", new JsonObject().put("list", new JsonArray().add(source())))
                        .put("links", new JsonArray().add(others()))
                        .put("panels", panels())
                        .encodePrettily()
                + "\n";
    }

    private JsonArray panels() {
        JsonArray panels = new JsonArray();
        int id = 1;
        int y = 0;
        for (Row row : rows) {
            panels.add(new JsonObject()
                    .put("id", id++)
                    .put("type", "row")
                    .put("title", row.title())
                    .put("collapsed", false)
                    .put("gridPos", position(0, y++, WIDTH, 1))
                    .put("panels", new JsonArray()));
            int height = row.panels().getFirst().figure() ? FIGURE_HEIGHT : GRAPH_HEIGHT;
            int width = WIDTH / row.panels().size();
            List<Panel> shown = new ArrayList<>(row.panels());
            for (int i = 0; i < shown.size(); i++) {
                panels.add(shown.get(i).json(id++, position(i * width, y, width, height)));
            }
            y += height;
        }
        return panels;
    }

    private static JsonObject position(int x, int y, int width, int height) {
        return new JsonObject().put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private static JsonObject source() {
        return new JsonObject()
                .put("name", "datasource")
                .put("label", "Prometheus")
                .put("type", "datasource")
                .put("query", "prometheus");
    }

    private static JsonObject others() {
        return new JsonObject()
                .put("type", "dashboards")
                .put("title", "Vestibule")
                .put("tags", new JsonArray().add("vestibule"))
                .put("asDropdown", true)
                .put("keepTime", true);
    }
}
