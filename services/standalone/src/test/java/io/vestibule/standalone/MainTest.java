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
}
