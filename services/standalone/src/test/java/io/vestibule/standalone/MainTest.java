package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

    /** Breaks as a process does that lacks a class. */
    @Command(name = "broken")
    private static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new NoClassDefFoundError("org/example/Missing");
        }
    }

    @Test
    void a_command_that_breaks_ends_with_a_code_and_says_why() {
        // Given
        StringWriter said = new StringWriter();
        CommandLine broken = new CommandLine(new Broken()).setErr(new PrintWriter(said, true));

        // When
        int code = Main.run(broken);

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(said.toString()).contains("org/example/Missing");
    }

    @Test
    void a_command_is_made_without_the_others_and_comes_to_the_same() {
        CommandLine.Model.CommandSpec everything = Main.commandLine().getCommandSpec();
        assertThat(Subcommands.all()).hasSizeGreaterThan(30).allSatisfy((name, command) -> {
            // When
            CommandLine alone = Main.commandLine(name);

            // Then
            assertThat(command.getAnnotation(Command.class).name()).isEqualTo(name);
            assertThat(alone.getSubcommands()).containsKey(name);
            assertThat(alone.getSubcommands().get(name).getUsageMessage())
                    .isEqualTo(everything.subcommands().get(name).getUsageMessage());
        });
        assertThat(Main.commandLine("ingress").getSubcommands()).hasSize(1);
    }

    @Test
    void what_is_no_command_and_what_tells_of_all_are_answered_from_all() {
        assertThat(Main.commandLine("ingres").getSubcommands().keySet())
                .isEqualTo(Main.commandLine("completion").getSubcommands().keySet())
                .isEqualTo(Subcommands.all().keySet());
    }
}
