package io.vestibule.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.ServerAttempt;
import java.time.Duration;
import java.util.List;

/**
 * The end of a demo.
 *
 * @param scenes what came of each
 * @param ready how long the standalone took to serve
 * @param took how long it all took
 */
record DemoReport(List<SceneReport> scenes, Duration ready, Duration took) {

    DemoReport {
        scenes = List.copyOf(scenes);
    }

    boolean held() {
        return scenes.stream().allMatch(SceneReport::held);
    }

    /** A short table for people. */
    String table() {
        StringBuilder table =
                new StringBuilder("%-4s %-14s %8s  %-52s %s%n".formatted("", "outcome", "ms", "asked", ""));
        int number = 1;
        for (SceneReport scene : scenes) {
            table.append("%-4d %-14s %8d  %-52s %s%n"
                    .formatted(
                            number++,
                            scene.outcome(),
                            scene.took().toMillis(),
                            String.join(" → ", scene.order()),
                            scene.held() ? "as expected" : "NOT AS EXPECTED"));
        }
        long failed = scenes.stream().filter(scene -> !scene.held()).count();
        return table.append("%d scenes in %.1f s, %s"
                        .formatted(
                                scenes.size(),
                                took.toMillis() / 1000.0,
                                failed == 0 ? "every expectation held" : failed + " not as expected"))
                .toString();
    }

    /** The same as one JSON object. */
    String json(Stage stage) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("held", held())
                .field("ready_ms", ready.toMillis())
                .field("took_ms", took.toMillis())
                .field("config", stage.configFile().toString())
                .name("scenes")
                .beginArray();
        scenes.forEach(scene -> write(json, scene, stage));
        return new String(json.endArray().endObject().toBytes(), UTF_8);
    }

    private static void write(JsonWriter json, SceneReport scene, Stage stage) {
        json.beginObject()
                .field("scene", scene.scene())
                .field("room", scene.room())
                .field("user", scene.user())
                .field("outcome", scene.outcome())
                .field("held", scene.held())
                .field("ms", scene.took().toMillis());
        json.name("order").beginArray();
        scene.order().forEach(json::value);
        json.endArray().name("attempts").beginArray();
        scene.attempts().forEach(attempt -> write(json, attempt, stage));
        json.endArray().name("complaints").beginArray();
        scene.complaints().forEach(json::value);
        json.endArray().endObject();
    }

    private static void write(JsonWriter json, ServerAttempt attempt, Stage stage) {
        json.beginObject()
                .field("server", attempt.getServer())
                .field("nickname", stage.nickname(attempt.getServer()))
                .field("step", attempt.getStep().name())
                .field("result", attempt.getResult().name())
                .field("ms", attempt.getTookMs())
                .endObject();
    }
}
