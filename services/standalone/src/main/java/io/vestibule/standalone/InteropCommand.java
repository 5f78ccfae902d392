package io.vestibule.standalone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code vestibule interop}: stands in the list of commands. The suite is a module of its own that needs a checkout, so the
 * launcher starts it before this process would begin.
 */
@Command(
        name = "interop",
        mixinStandardHelpOptions = true,
        description = "Runs Vestibule against real Synapse servers on this machine; from a checkout only.")
final class InteropCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "interop " + String.join(" ", arguments) + ": run ./vestibule interop in a checkout");
    }
}
