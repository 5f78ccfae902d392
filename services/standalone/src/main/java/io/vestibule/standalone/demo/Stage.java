package io.vestibule.standalone.demo;

import io.vestibule.cli.Deployments;
import io.vestibule.client.CommandClient;
import io.vestibule.client.TopicReader;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.standalone.Standalone;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.Peer;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Everything a scene plays on: the homeservers, and a standalone Vestibule that serves {@link #peer()}. */
final class Stage implements AutoCloseable {

    /** Quiet, and with less patience for the slow than a deployment has. */
    private static final String FURTHER = """
            log: {level: error}
            worker: {make-timeout: 3s, short-try-timeout: 1s}
            appservice: {registration-files: [bridge.yaml], listen: "127.0.0.1:0"}
            """;

    private static final String LINE = "  %-15s %-16s %s";

    private final FederationWorld world;
    private final DemoCast cast;
    private final ScriptedAppservice bridge;
    private final DemoDirectory directory;
    private final VestibuleFiles files;
    private final Standalone vestibule;
    private final CommandClient commands;

    private Stage(
            FederationWorld world,
            DemoCast cast,
            ScriptedAppservice bridge,
            DemoDirectory directory,
            VestibuleFiles files,
            Standalone vestibule) {
        this.world = world;
        this.cast = cast;
        this.bridge = bridge;
        this.directory = directory;
        this.files = files;
        this.vestibule = vestibule;
        this.commands = CommandClient.open(Deployments.settings(vestibule.config()));
    }

    /**
     * Builds it all in a fresh directory.
     *
     * @throws IOException if the directory cannot be written
     */
    static Stage set(Narrator narrator) throws IOException {
        FederationWorld world = FederationWorld.open();
        DemoCast cast = DemoCast.on(world);
        DemoDirectory directory = DemoDirectory.create();
        ScriptedAppservice bridge = ScriptedAppservice.start("bridge");
        bridge.register(directory.path(), "@bridge_.*");
        VestibuleFiles files = VestibuleFiles.write(world, directory.path(), FURTHER);
        narrator.say("Vestibule's demo: homeservers on loopback, with real TLS and real signatures");
        cast.roles().forEach((server, role) -> narrator.say(LINE, server.nickname(), server.name(), role));
        narrator.say(LINE, "bridge", bridge.url().getAuthority(), "an application service of ours, for @bridge_…");
        narrator.say(LINE, "us.example", files.peer().name(), "Vestibule, standalone, starting …");
        Standalone vestibule = Standalone.start(ConfigLoader.load(Optional.of(files.configFile())));
        return new Stage(world, cast, bridge, directory, files, vestibule);
    }

    FederationWorld world() {
        return world;
    }

    DemoCast cast() {
        return cast;
    }

    ScriptedAppservice bridge() {
        return bridge;
    }

    CommandClient commands() {
        return commands;
    }

    VestibuleConfig config() {
        return vestibule.config();
    }

    /** Where the page for operators is. */
    URI console() {
        return vestibule.console().orElseThrow();
    }

    Path configFile() {
        return files.configFile();
    }

    /** Vestibule as the other homeservers see it. */
    Peer peer() {
        return files.peer();
    }

    /** Who Vestibule signs as, for a scene that plays our homeserver. */
    Identity identity() throws IOException {
        return files.identity();
    }

    /** One of our users. */
    UserId user(String localpart) {
        ServerName us = peer().name();
        return UserId.of("@" + localpart + ":" + us);
    }

    TopicReader reader() {
        return TopicReader.open(Deployments.settings(vestibule.config()));
    }

    String nickname(String server) {
        return server.equals(peer().name().value()) ? "us.example" : world.nickname(server);
    }

    @Override
    public void close() {
        commands.close();
        vestibule.close();
        bridge.close();
        world.close();
        directory.close();
    }
}
