package io.vestibule.cli;

import io.vestibule.client.NotConnectedException;
import io.vestibule.kit.config.ConfigException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns failures into one line on standard error and an exit code, puts the exit codes into every help page, and has whoever
 * waits for an answer told that it is under way.
 */
public final class CommandErrors implements IExecutionExceptionHandler {

    /** @return the command line with this handling, for it and every command below it */
    public static CommandLine install(CommandLine commandLine) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.code(), code.meaning());
        }
        commandLine.getSubcommands().values().forEach(command -> document(command, codes));
        return commandLine
                .setExecutionStrategy(new Underway())
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(CommandErrors::explain);
    }

    private static void document(CommandLine command, Map<String, String> codes) {
        command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        command.getCommandSpec().usageMessage().exitCodeList(codes);
        command.getSubcommands().values().forEach(below -> document(below, codes));
    }

    private static int explain(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vestibule: " + mistake.getMessage());
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' explains the command.");
        err.flush();
        return ExitCode.USAGE.code();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        ExitCode code = codeOf(cause);
        PrintWriter err = command.getErr();
        err.println("vestibule: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()));
        if (code == ExitCode.FAILED && !isOurs(cause)) {
            cause.printStackTrace(err);
        }
        err.flush();
        return code.code();
    }

    private static ExitCode codeOf(Throwable cause) {
        if (cause instanceof ConfigException || cause instanceof RecordTooLargeException) {
            return ExitCode.USAGE;
        }
        if (cause instanceof RecordDeserializationException) {
            return ExitCode.FAILED;
        }
        for (Throwable behind = cause; behind != null; behind = behind.getCause()) {
            if (behind instanceof AuthorizationException) {
                return ExitCode.NOT_ALLOWED;
            }
        }
        boolean kafka = cause instanceof NotConnectedException || cause instanceof KafkaException;
        return kafka ? ExitCode.NOT_CONNECTED : ExitCode.FAILED;
    }

    // Our own exceptions name the culprit; where one of somebody else's comes through, the trace has to.
    private static boolean isOurs(Throwable cause) {
        return cause.getClass().getName().startsWith("io.vestibule.");
    }
}
