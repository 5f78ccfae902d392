package io.vestibule.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code accept} and {@code reject} have in common: a reason that is told to the room. */
abstract class DecisionCommand extends SendingCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason to put into the member event.")
    @Nullable
    String reason;
}
