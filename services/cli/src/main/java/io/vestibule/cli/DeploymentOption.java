package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes: where Vestibule is, and whether the answer is for a person or for a script. */
class DeploymentOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration of the running deployment; without it, the defaults and the environment.")
    @Nullable
    Path config;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    boolean json;

    VestibuleConfig configuration() {
        return ConfigLoader.load(Optional.ofNullable(config));
    }

    ClientSettings settings() {
        return Deployments.settings(configuration());
    }
}
