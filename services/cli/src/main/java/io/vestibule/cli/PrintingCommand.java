package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.JsonWriter;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command with somewhere to print to. */
abstract class PrintingCommand implements Callable<Integer>, Answering {

    @Spec
    @Nullable
    CommandSpec spec;

    /** Prints a line of the answer. */
    final void print(String line) {
        PrintWriter out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** Prints an object of the answer in a line. */
    final void print(JsonWriter json) {
        print(new String(json.toBytes(), UTF_8));
    }

    /** Prints what is not the answer. */
    final void remark(String line) {
        PrintWriter err = err();
        err.println(line);
        err.flush();
    }

    final PrintWriter err() {
        return spec().commandLine().getErr();
    }

    final CommandSpec spec() {
        return Optional.ofNullable(spec).orElseThrow();
    }
}
