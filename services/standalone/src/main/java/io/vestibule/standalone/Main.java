package io.vestibule.standalone;

import io.vestibule.cli.AcceptCommand;
import io.vestibule.cli.AuditCommand;
import io.vestibule.cli.CommandErrors;
import io.vestibule.cli.CompletionCommand;
import io.vestibule.cli.ConfigCommand;
import io.vestibule.cli.DlqCommand;
import io.vestibule.cli.DoctorCommand;
import io.vestibule.cli.ExitCode;
import io.vestibule.cli.ExplainCommand;
import io.vestibule.cli.ForgetCommand;
import io.vestibule.cli.KeysCommand;
import io.vestibule.cli.ListCommand;
import io.vestibule.cli.PolicyCommand;
import io.vestibule.cli.RejectCommand;
import io.vestibule.cli.ReplayCommand;
import io.vestibule.cli.RetractInviteCommand;
import io.vestibule.cli.RetryCommand;
import io.vestibule.cli.SchemasCommand;
import io.vestibule.cli.SendInviteCommand;
import io.vestibule.cli.ServerCommand;
import io.vestibule.cli.ShowCommand;
import io.vestibule.cli.TailCommand;
import io.vestibule.cli.TopicsCommand;
import io.vestibule.kit.config.LogConfig;
import io.vestibule.kit.log.LogSetup;
import io.vestibule.standalone.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command, {@code vestibule}. */
@Command(
        name = "vestibule",
        description = "Room invites for a clustered Matrix homeserver, with Apache Kafka as memory.",
        mixinStandardHelpOptions = true,
        version = "vestibule 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = "%n'vestibule COMMAND --help' explains one of them.",
        subcommands = {
            DemoCommand.class,
            ServiceCommand.All.class,
            ServiceCommand.Ingress.class,
            ServiceCommand.Topology.class,
            ServiceCommand.Worker.class,
            ServiceCommand.Appservice.class,
            ServiceCommand.Console.class,
            AcceptCommand.class,
            RejectCommand.class,
            RetryCommand.class,
            SendInviteCommand.class,
            RetractInviteCommand.class,
            ShowCommand.class,
            ExplainCommand.class,
            ListCommand.class,
            TailCommand.class,
            PolicyCommand.class,
            ReplayCommand.class,
            DlqCommand.class,
            ForgetCommand.class,
            ServerCommand.class,
            RebuildCommand.class,
            DoctorCommand.class,
            AuditCommand.class,
            ConfigCommand.class,
            KeysCommand.class,
            TopicsCommand.class,
            SchemasCommand.class,
            CompletionCommand.class,
            CheckoutCommand.Interop.class,
            CheckoutCommand.Bench.class,
            CheckoutCommand.Fuzz.class,
            CheckoutCommand.Chaos.class
        })
public final class Main {

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        LogSetup.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.ERROR));
        System.exit(run(commandLine(), arguments));
    }

    /** A command may have started threads that would keep the process alive, waiting for nothing, when it breaks. */
    static int run(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Error broken) {
            broken.printStackTrace(commandLine.getErr());
            return ExitCode.FAILED.code();
        }
    }

    /** @return the command line with every command */
    public static CommandLine commandLine() {
        return CommandErrors.install(new CommandLine(new Main()));
    }
}
