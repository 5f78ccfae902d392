package io.vestibule.cli;

import io.vestibule.client.TopicReader;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.ServerRecord;
import io.vestibule.schemas.catalog.Topics;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code server}: one other homeserver, as Vestibule knows it. */
@Command(
        name = "server",
        description = "One other homeserver: what is known of it, and having the workers forget that it was silent.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServerCommand.Show.class, ServerCommand.Reset.class})
public final class ServerCommand {

    /** What both take. */
    abstract static class OfServer extends PrintingCommand {

        @Mixin
        DeploymentOption deployment = new DeploymentOption();

        @Parameters(
                index = "0",
                paramLabel = "SERVER",
                description = "The server's name.",
                converter = MatrixIds.Server.class)
        @Nullable
        ServerName server;

        final ServerName requireServer() {
            return Optional.ofNullable(server).orElseThrow();
        }
    }

    /** {@code server show SERVER}: how it answered, what workers remember, how many rooms it leads into. */
    @Command(
            name = "show",
            description =
                    "Show what is known of a server: its newest attempts and what they came to, how long answers took,"
                            + " whether workers give it short tries because it was silent, and in how many rooms an invite names it.",
            footer = "%nExample: vestibule server show matrix.org",
            mixinStandardHelpOptions = true)
    static final class Show extends OfServer {

        @Override
        public Integer call() throws InterruptedException {
            VestibuleConfig config = deployment.configuration();
            ServerRecord record = new ServerRecord(requireServer());
            Progress progress = new Progress(err(), "reading the topics");
            try (TopicReader reader = TopicReader.open(Deployments.settings(config))) {
                reader.scan(Topics.INVITES_HANDSHAKE_RESULTS, read -> {
                    progress.step();
                    record.add(read.value());
                });
                reader.scan(Topics.INVITES_EVENTS, read -> {
                    progress.step();
                    record.add(read.value());
                });
            }
            try (WorkerPorts workers = new WorkerPorts(config)) {
                ServerText text = new ServerText(requireServer(), record, remembered(workers.servers()));
                if (deployment.json) {
                    print(text.json());
                } else {
                    text.lines().forEach(this::print);
                }
            }
            return ExitCode.OK.code();
        }

        private ServerText.Memories remembered(Map<HostPort, Optional<JsonObject>> answers) {
            ServerText.Memories memories = new ServerText.Memories();
            answers.forEach((worker, answer) -> memories.add(
                    worker,
                    answer.map(told -> told.array("servers").stream()
                            .flatMap(JsonArray::stream)
                            .filter(JsonObject.class::isInstance)
                            .map(JsonObject.class::cast)
                            .filter(row -> row.holds("server", requireServer().value()))
                            .findFirst())));
            return memories;
        }
    }

    /** {@code server reset SERVER}: workers forget that it was silent. */
    @Command(
            name = "reset",
            description =
                    "Have every worker forget that a server was silent, and that it does not know an endpoint: the next"
                            + " call waits its full time again.",
            footer = "%nExample: vestibule server reset matrix.org",
            mixinStandardHelpOptions = true)
    static final class Reset extends OfServer {

        @Override
        public Integer call() throws InterruptedException {
            VestibuleConfig config = deployment.configuration();
            try (WorkerPorts workers = new WorkerPorts(config)) {
                Map<HostPort, Optional<JsonObject>> answers = workers.reset(requireServer(), SendingCommand.issuer());
                answers.forEach(this::say);
                long silent =
                        answers.values().stream().filter(Optional::isEmpty).count();
                if (silent == 0) {
                    return ExitCode.OK.code();
                }
                return (silent == answers.size() ? ExitCode.NOT_CONNECTED : ExitCode.NOT_AS_IT_SHOULD_BE).code();
            }
        }

        private void say(HostPort worker, Optional<JsonObject> answer) {
            boolean forgotten =
                    answer.flatMap(told -> told.bool("silence_forgotten")).orElse(false);
            if (deployment.json) {
                print(new JsonWriter()
                        .beginObject()
                        .field("server", requireServer().value())
                        .field("worker", worker.toString())
                        .field("answered", answer.isPresent())
                        .field("silence_forgotten", forgotten)
                        .endObject());
            } else if (answer.isEmpty()) {
                remark("vestibule: the worker at " + worker + " does not answer; it has forgotten nothing");
            } else {
                print("worker at " + worker + ": " + (forgotten ? "has forgotten its silence" : "knew of no silence"));
            }
        }
    }
}
