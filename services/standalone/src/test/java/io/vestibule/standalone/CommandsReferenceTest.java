package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code docs/commands.md} is made from the commands themselves: {@code -Ddocs.write=true} writes it again after one has
 * changed.
 */
class CommandsReferenceTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().resolve("../../docs/commands.md").normalize();

    private static final String INTRODUCTION = """
            # Commands

            <!-- Made from the commands by CommandsReferenceTest; change them there. -->

            What `--help` says of each. Commands on a running deployment take its configuration with `--config`; those that look something up or change
            something answer with JSON, one object a line, when `--json` is given, and say on standard error each second that they are under way.
            Which Kafka user may run which is told in [deploy](../deploy/README.md#who-may-do-what). `source <(./vestibule completion)` completes them in bash and zsh.

            ## Exit codes

            | code | meaning |
            |---|---|
            """;

    @Test
    void the_page_is_what_the_commands_say() throws IOException {
        // When
        String page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }

        // Then
        assertThat(Files.readString(PAGE))
                .as("run this test with -Ddocs.write=true after a change")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (ExitCode code : ExitCode.values()) {
            page.append("| %d | %s |%n".formatted(code.code(), code.meaning()));
        }
        CommandLine root = Main.commandLine();
        page.append("\n## Everything\n\n```text\n").append(usage(root)).append("```\n");
        root.getSubcommands().forEach((name, command) -> describe(page, command));
        return page.toString();
    }

    private static void describe(StringBuilder page, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName().replaceFirst("^vestibule ", "");
        page.append("\n## ").append(name.toLowerCase(Locale.ROOT)).append("\n\n```text\n");
        page.append(usage(command)).append("```\n");
        command.getSubcommands().forEach((below, further) -> describe(page, further));
    }

    /** The exit codes are the same everywhere, and stand at the top. */
    private static String usage(CommandLine command) {
        String usage = command.setUsageHelpWidth(110).getUsageMessage(Ansi.OFF);
        int codes = usage.indexOf("\nExit codes:\n");
        if (codes < 0) {
            return usage;
        }
        int example = usage.indexOf("\nExample", codes);
        return usage.substring(0, codes) + (example < 0 ? "" : usage.substring(example));
    }
}
