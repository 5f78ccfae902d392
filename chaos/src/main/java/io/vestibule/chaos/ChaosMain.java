package io.vestibule.chaos;

import io.vestibule.kit.config.LogConfig;
import io.vestibule.kit.log.LogSetup;
import picocli.CommandLine;

/** {@code ./vestibule chaos}. */
public final class ChaosMain {

    private ChaosMain() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        LogSetup.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.ERROR));
        System.exit(new CommandLine(new ChaosCommand()).execute(arguments));
    }
}
