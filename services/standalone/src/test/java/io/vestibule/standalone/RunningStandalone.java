package io.vestibule.standalone;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A standalone in this JVM with a world around it, for one test class. */
final class RunningStandalone implements AutoCloseable {

    private final FederationWorld world;
    private final Standalone standalone;
    private final Deployment deployment;
    private final Identity identity;

    private RunningStandalone(FederationWorld world, Standalone standalone, Deployment deployment, Identity identity) {
        this.world = world;
        this.standalone = standalone;
        this.deployment = deployment;
        this.identity = identity;
    }

    /** @param worker keys of the worker section, as in {@code make-timeout: 3s}; empty for the defaults */
    static RunningStandalone start(Path directory, String worker) throws IOException {
        return startWith(directory, "worker: {" + worker + "}\n");
    }

    /** @param yaml further sections of the configuration, each with a line break at its end; empty for none */
    static RunningStandalone startWith(Path directory, String yaml) throws IOException {
        FederationWorld world = FederationWorld.open();
        VestibuleFiles files = VestibuleFiles.write(world, directory, "log: {level: warn}\n" + yaml);
        Standalone standalone = Standalone.start(ConfigLoader.load(Optional.of(files.configFile())));
        return new RunningStandalone(
                world, standalone, new Deployment(world, files.peer(), standalone.config()), files.identity());
    }

    FederationWorld world() {
        return world;
    }

    Deployment deployment() {
        return deployment;
    }

    /** Where the console is, without a slash at its end. */
    URI console() {
        return standalone.console().orElseThrow();
    }

    /** Who Vestibule signs as, for tests that play our homeserver. */
    Identity identity() {
        return identity;
    }

    @Override
    public void close() {
        deployment.close();
        standalone.close();
        world.close();
    }
}
