package io.vestibule.standalone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    private static final int USAGE = 64;

    @Unmatched
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        System.err.println("interop " + String.join(" ", arguments) + ": run ./vestibule interop in a checkout");
        return USAGE;
    }
}
