package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.cli.Answering;
import io.vestibule.cli.ExitCode;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.service.rebuild.Rebuild;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rebuild}: the stores of the topology from the ledger alone. */
@Command(
        name = "rebuild",
        description = {
            "Make the topology's stores anew from the ledger: after lost changelogs, or for another number of partitions."
                    + " Stop the services, give the configuration a topology.application-id that was never used, run this,"
                    + " and start the services with that configuration.",
            "For another number of partitions the configuration names another kafka.topics.prefix too, and --from-prefix"
                    + " the one until now. On an embedded broker, this starts it for as long as it takes."
        },
        footer = "%nExample: vestibule rebuild --config vestibule.yaml",
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer>, Answering {

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration with which the services are to start; without it, the defaults and the"
                    + " environment.")
    @Nullable
    Path file;

    @Option(
            names = "--from-prefix",
            paramLabel = "PREFIX",
            description =
                    "What stands in front of the names of the topics until now; left out, the configuration's own.")
    @Nullable
    String fromPrefix;

    @Option(
            names = "--although-running",
            description = "Begin though services run; what they decide meanwhile is lost.")
    boolean althoughRunning;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    boolean json;

    @Override
    public Integer call() {
        VestibuleConfig config = ConfigLoader.load(Optional.ofNullable(file));
        if (!config.kafka().isEmbedded()) {
            return rebuild(config, althoughRunning);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(Clusters.embedded(config))) {
            // Whoever is still a member of a group was cut off with the broker: its data folder is ours.
            return rebuild(config.withBrokerAt(HostPort.parse(broker.bootstrapServers())), true);
        }
    }

    private int rebuild(VestibuleConfig config, boolean thoughAlive) {
        Map<String, Object> keys = config.kafka().clientProperties();
        keys.putAll(config.schemaRegistry().serdeProperties());
        String prefix =
                Optional.ofNullable(fromPrefix).orElse(config.kafka().topics().prefix());
        try (AvroSerdes serdes = AvroSerdes.of(keys)) {
            serdes.openRegistry();
            Rebuild.Result result =
                    new Rebuild(config, serdes, new Rebuild.Wish(prefix, thoughAlive), this::progress).run();
            return switch (result) {
                case Rebuild.Result.Refused refused -> refused(refused);
                case Rebuild.Result.Rebuilt rebuilt -> rebuilt(config, rebuilt);
            };
        }
    }

    private void progress(String step, long done) {
        if (json) {
            print(new JsonWriter()
                    .beginObject()
                    .field("step", step)
                    .field("done", done)
                    .endObject());
        } else {
            print("%,d %s …".formatted(done, step));
        }
    }

    private int refused(Rebuild.Result.Refused refused) {
        if (json) {
            print(new JsonWriter()
                    .beginObject()
                    .field("result", "refused")
                    .field("reason", refused.reason())
                    .endObject());
        } else {
            print("refused: " + refused.reason());
        }
        return ExitCode.NOT_AS_IT_SHOULD_BE.code();
    }

    private int rebuilt(VestibuleConfig config, Rebuild.Result.Rebuilt rebuilt) {
        String application = config.topology().applicationId();
        if (json) {
            JsonWriter line = new JsonWriter()
                    .beginObject()
                    .field("result", "rebuilt")
                    .field("application", application)
                    .field("events", rebuilt.events())
                    .field("passed_over", rebuilt.passedOver())
                    .field("waiting", rebuilt.waiting());
            rebuilt.records().forEach(line::field);
            print(line.endObject());
        } else {
            print("rebuilt the stores of " + application + " from " + rebuilt.events() + " events");
            rebuilt.records().forEach((store, records) -> print("%-18s %,d".formatted(store, records)));
            print("%,d events told of what retention had taken away; %,d inputs wait to be decided"
                    .formatted(rebuilt.passedOver(), rebuilt.waiting()));
        }
        return ExitCode.OK.code();
    }

    private void print(JsonWriter line) {
        print(new String(line.toBytes(), UTF_8));
    }

    private void print(String line) {
        PrintWriter out = Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
