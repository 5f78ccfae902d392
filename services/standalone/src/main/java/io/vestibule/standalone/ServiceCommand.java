package io.vestibule.standalone;

import io.vestibule.cli.ExitCode;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.log.LogSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs services until the process is told to stop. */
abstract class ServiceCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServiceCommand.class);

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; without it, the defaults and the environment.")
    @Nullable
    Path file;

    abstract Standalone start(VestibuleConfig config);

    @Override
    public Integer call() throws InterruptedException {
        VestibuleConfig config = ConfigLoader.load(Optional.ofNullable(file));
        LogSetup.apply(config.log());
        config.origin().warnings().forEach(warning -> log.atWarn().log(warning));
        Standalone running = start(config);
        PrintWriter out = Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
        out.println(running.readyLine());
        out.flush();
        Lifetime.untilStopped(running);
        return ExitCode.OK.code();
    }

    /** {@code standalone}: everything in one process. */
    @Command(
            name = "standalone",
            description =
                    "Run everything in one process, on an embedded broker unless the configuration names a cluster. "
                            + "Prints one line that begins with 'ready' when it serves.",
            mixinStandardHelpOptions = true)
    static final class All extends ServiceCommand {
        @Override
        Standalone start(VestibuleConfig config) {
            return Standalone.start(config);
        }
    }

    /** One service alone, which needs a cluster. */
    private abstract static class Alone extends ServiceCommand {
        private final Services service;

        Alone(Services service) {
            this.service = service;
        }

        @Override
        final Standalone start(VestibuleConfig config) {
            return Standalone.start(Clusters.required(config), service);
        }
    }

    /** {@code ingress}: the server that takes invites, alone. */
    @Command(
            name = "ingress",
            description = "Run the server that takes invites from other homeservers, against a Kafka cluster.",
            mixinStandardHelpOptions = true)
    static final class Ingress extends Alone {
        Ingress() {
            super(Services.INGRESS);
        }
    }

    /** {@code topology}: the decisions, alone. */
    @Command(
            name = "topology",
            description = "Run the Kafka Streams topology that decides, against a Kafka cluster.",
            mixinStandardHelpOptions = true)
    static final class Topology extends Alone {
        Topology() {
            super(Services.TOPOLOGY);
        }
    }

    /** {@code worker}: the handshakes, alone. */
    @Command(
            name = "worker",
            description = "Run the worker that carries out handshakes with other homeservers, against a Kafka cluster.",
            mixinStandardHelpOptions = true)
    static final class Worker extends Alone {
        Worker() {
            super(Services.WORKER);
        }
    }

    /** {@code appservice}: transactions to application services, alone. */
    @Command(
            name = "appservice",
            description = "Run the sender to application services, against a Kafka cluster. Which there are stands in "
                    + "the files that 'appservice.registration-files' names.",
            mixinStandardHelpOptions = true)
    static final class Appservice extends Alone {
        Appservice() {
            super(Services.APPSERVICE);
        }
    }

    /** {@code console}: the page for operators and its API, alone. */
    @Command(
            name = "console",
            description = "Run the page for operators, the query API and commands over HTTP, against a Kafka cluster. "
                    + "What only the topology knows is asked of the instances that 'console.topology' names.",
            mixinStandardHelpOptions = true)
    static final class Console extends Alone {
        Console() {
            super(Services.CONSOLE);
        }
    }
}
