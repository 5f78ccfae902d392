package io.vestibule.standalone;

import io.vestibule.cli.CommandErrors;
import io.vestibule.cli.ExitCode;
import io.vestibule.kit.config.LogConfig;
import io.vestibule.kit.log.LogSetup;
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
        footer = "%n'vestibule COMMAND --help' explains one of them.")
public final class Main {

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        LogSetup.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.ERROR));
        System.exit(run(commandLine(arguments.length == 0 ? "" : arguments[0]), arguments));
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
        return commandLine("");
    }

    /** The same for somebody who asks for one command: to make the others would be most of its start. */
    static CommandLine commandLine(String first) {
        CommandLine root = new CommandLine(new Main());
        Subcommands.sufficientFor(first).forEach(root::addSubcommand);
        return CommandErrors.install(root);
    }
}
