package io.vestibule.cli;

import io.vestibule.kit.config.ConfigEntry;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config}: what the configuration comes to. */
@Command(
        name = "config",
        description = "What the configuration comes to.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigCommand.Print.class)
public final class ConfigCommand {

    /** {@code config print}: every key with its value and where it was set. */
    @Command(
            name = "print",
            description = "Print every key with its value and where it was set: default, file and line, or environment."
                    + " Secrets are shown as ***.",
            footer = "%nExample: vestibule config print --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Print extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Override
        public Integer call() {
            VestibuleConfig config = deployment.configuration();
            List<ConfigEntry> entries = config.origin().entries();
            int width = entries.stream()
                    .mapToInt(entry -> entry.path().length())
                    .max()
                    .orElse(0);
            for (ConfigEntry entry : entries) {
                if (deployment.json) {
                    print(new JsonWriter()
                            .beginObject()
                            .field("key", entry.path())
                            .field("value", entry.shown())
                            .field("source", entry.source().toString())
                            .endObject());
                } else {
                    print(("%-" + width + "s = %s  (%s)").formatted(entry.path(), entry.shown(), entry.source()));
                }
            }
            config.origin().warnings().forEach(warning -> remark("vestibule: " + warning));
            return ExitCode.OK.code();
        }
    }
}
