package io.vestibule.cli;

import io.vestibule.client.ClientSettings;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schemas}: this release's schemas against the registry. */
@Command(
        name = "schemas",
        description = "This release's schemas against the registry.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SchemasCommand.Check.class, SchemasCommand.Register.class})
public final class SchemasCommand {

    /** What both do. */
    abstract static class OnSchemas extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        abstract SchemaFinding treat(AvroSerdes serdes, SchemaFinding found, Schema schema);

        @Override
        public Integer call() {
            VestibuleConfig config = deployment.configuration();
            if (config.schemaRegistry().isEmbedded()) {
                Deployments.settings(config).requireReachable();
            }
            List<SchemaFinding> findings = new ArrayList<>();
            try (AvroSerdes serdes = serdes(Deployments.settings(config))) {
                Map<String, Schema> offered =
                        serdes.offered(config.kafka().topics().topics());
                offered.forEach((subject, schema) ->
                        findings.add(treat(serdes, SchemaFinding.of(serdes.registry(), subject, schema), schema)));
            }
            findings.forEach(this::say);
            boolean good = findings.stream().allMatch(SchemaFinding::isRegistered);
            return (good ? ExitCode.OK : ExitCode.NOT_AS_IT_SHOULD_BE).code();
        }

        private void say(SchemaFinding finding) {
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("subject", finding.subject())
                        .field("standing", finding.standing().name())
                        .field("detail", finding.detail())
                        .endObject());
            } else {
                print("%-13s %-36s %s".formatted(finding.standing(), finding.subject(), finding.detail()));
            }
        }
    }

    /** {@code schemas check}: tells, changes nothing. */
    @Command(
            name = "check",
            description =
                    "Tell which schemas of this release are registered, and whether the others fit what is; change nothing.",
            footer = "%nExample: vestibule schemas check --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Check extends OnSchemas {
        @Override
        SchemaFinding treat(AvroSerdes serdes, SchemaFinding found, Schema schema) {
            return found;
        }
    }

    /** {@code schemas register}: registers what is new and fits. */
    @Command(
            name = "register",
            description = "Register the schemas of this release that are not there yet; leave out what does not fit.",
            footer = "%nExample: vestibule schemas register --config vestibule.yaml",
            mixinStandardHelpOptions = true)
    static final class Register extends OnSchemas {
        @Override
        SchemaFinding treat(AvroSerdes serdes, SchemaFinding found, Schema schema) {
            return switch (found.standing()) {
                case REGISTERED, INCOMPATIBLE -> found;
                case MISSING, NEW ->
                    new SchemaFinding(
                            found.subject(),
                            SchemaFinding.Standing.REGISTERED,
                            "ID " + serdes.registry().register(found.subject(), schema) + ", registered now");
            };
        }
    }

    private static AvroSerdes serdes(ClientSettings settings) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        return AvroSerdes.of(keys);
    }
}
