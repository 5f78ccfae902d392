package io.vestibule.standalone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * A command that stands in the list and needs a checkout: it is a module of its own, and the launcher starts that before this
 * process would begin.
 */
abstract class CheckoutCommand implements Callable<Integer> {

    private static final int USAGE = 64;

    private final String name;

    @Unmatched
    private List<String> arguments = List.of();

    CheckoutCommand(String name) {
        this.name = name;
    }

    @Override
    public Integer call() {
        System.err.println(name + " " + String.join(" ", arguments) + ": run ./vestibule " + name + " in a checkout");
        return USAGE;
    }

    /** {@code vestibule interop}: the suite against real homeservers. */
    @Command(
            name = "interop",
            mixinStandardHelpOptions = true,
            description = "Runs Vestibule against real Synapse servers on this machine; from a checkout only.")
    static final class Interop extends CheckoutCommand {
        Interop() {
            super("interop");
        }
    }

    /** {@code vestibule fuzz}: the fuzzer. */
    @Command(
            name = "fuzz",
            mixinStandardHelpOptions = true,
            description = "Looks for inputs that break what reads strangers' input; from a checkout only.")
    static final class Fuzz extends CheckoutCommand {
        Fuzz() {
            super("fuzz");
        }
    }

    /** {@code vestibule bench}: the benchmarks. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = "Measures Vestibule on this machine; from a checkout only.")
    static final class Bench extends CheckoutCommand {
        Bench() {
            super("bench");
        }
    }

    /** {@code vestibule chaos}: the faults. */
    @Command(
            name = "chaos",
            mixinStandardHelpOptions = true,
            description = "Strikes a whole cluster with faults and checks the promises; from a checkout only.")
    static final class Chaos extends CheckoutCommand {
        Chaos() {
            super("chaos");
        }
    }
}
