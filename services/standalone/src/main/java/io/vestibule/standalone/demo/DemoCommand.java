package io.vestibule.standalone.demo;

import io.vestibule.cli.ExitCode;
import io.vestibule.standalone.Lifetime;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: plays the scenes, then keeps everything running for the curious. */
@Command(
        name = "demo",
        description = "Watch real invites come in, be kept on Kafka, accepted and rejected, with a cast of homeservers "
                + "on loopback, some of which are dead.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--once", description = "End after the last scene, with 0 only if every expectation held.")
    boolean once;

    @Option(names = "--json", description = "Print one JSON object at the end instead of the story.")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
        Narrator narrator = json ? Narrator.silent(out) : Narrator.telling(out);
        long start = System.nanoTime();
        try (Stage stage = Stage.set(narrator)) {
            Duration ready = since(start);
            narrator.say("ready after %d ms", ready.toMillis());
            DemoReport report = new DemoReport(play(stage, narrator), ready, since(start));
            narrator.say("");
            narrator.print(json ? report.json(stage) : report.table());
            if (!once) {
                stayOpen(stage, narrator);
            }
            return (report.held() ? ExitCode.OK : ExitCode.FAILED).code();
        }
    }

    static List<SceneReport> play(Stage stage, Narrator narrator) {
        List<Scene> scenes = Scenes.all();
        List<Take> takes =
                scenes.stream().map(scene -> scene.open(stage, narrator)).toList();
        List<SceneReport> reports = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            reports.add(scenes.get(i).playOn(takes.get(i), narrator, i + 1));
        }
        return reports;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Leaves a few invites open, names the commands for them, and waits to be stopped. */
    private static void stayOpen(Stage stage, Narrator narrator) throws IOException, InterruptedException {
        stage.cast().alices().comeBack();
        ScriptedRoom room = stage.world().room("11", stage.cast().good(), "gwen", "Your turn");
        for (String user : List.of("heidi", "ivan")) {
            stage.cast()
                    .good()
                    .invite(
                            stage.peer(),
                            room,
                            "gwen",
                            stage.user(user),
                            InviteEnvelope.via(stage.cast().dead(), stage.cast().good()));
        }
        String config = " --config " + stage.configFile();
        narrator.say("");
        narrator.say("Everything keeps running; stop it with Ctrl-C. Two more users are invited, for you to try:");
        narrator.say("  ./vestibule show   '%s' %s%s", room.id(), stage.user("heidi"), config);
        narrator.say("  ./vestibule accept '%s' %s%s", room.id(), stage.user("heidi"), config);
        narrator.say("  ./vestibule reject '%s' %s%s", room.id(), stage.user("ivan"), config);
        narrator.say("or on the page for operators, %s", stage.console());
        Lifetime.untilStopped(stage);
    }
}
