package io.vestibule.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script that teaches a shell the commands. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = "%nExample: source <(vestibule completion)",
        mixinStandardHelpOptions = true)
public final class CompletionCommand extends PrintingCommand {

    @Override
    public Integer call() {
        var root = spec().root();
        print(AutoComplete.bash(root.name(), root.commandLine()));
        return ExitCode.OK.code();
    }
}
